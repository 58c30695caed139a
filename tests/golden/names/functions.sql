SELECT key, name, file, line, is_static FROM v_function ORDER BY key
