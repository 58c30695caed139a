SELECT caller, callee, kind, line, loop_depth, result_use, weight, confidence, how FROM v_call ORDER BY line, col, callee
