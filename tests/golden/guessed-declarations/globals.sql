SELECT function, variable, mode, line FROM v_global_access ORDER BY line, mode
