SELECT function, kind, name, line, confidence FROM v_entry ORDER BY line, function
