SELECT function, variable, mode, file, line FROM v_global_access ORDER BY file, line, variable, mode
