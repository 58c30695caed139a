SELECT caller, callee, kind, line, confidence, how FROM v_call ORDER BY caller_file, line, col, callee
