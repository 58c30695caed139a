SELECT function, variable, variable_file, mode FROM v_global_access WHERE variable = 'level' ORDER BY 1, 3
