SELECT caller, caller_file, callee, callee_file FROM v_call ORDER BY 2, 1, 4, 3
