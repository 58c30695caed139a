SELECT caller, callee, line, loop_depth, result_use, error_path, confidence FROM v_call ORDER BY line, col, callee
