SELECT key, name, file, line, function FROM v_global ORDER BY key
