SELECT function, variable, mode, line, confidence, how FROM v_global_access ORDER BY line, variable, mode
