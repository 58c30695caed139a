SELECT caller, callee, kind, line FROM v_call ORDER BY 1, 4, 2
