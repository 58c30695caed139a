SELECT caller, callee, kind, line, how FROM v_call ORDER BY line, col, callee
