SELECT function, variable, mode, line, confidence, how FROM v_global_access ORDER BY line, function, variable, confidence, mode, how
