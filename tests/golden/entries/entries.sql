SELECT function, kind, name, line, confidence, how FROM v_entry ORDER BY kind, line, function, name
