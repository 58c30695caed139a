SELECT key, type, is_static, is_const, function FROM v_global ORDER BY key
