SELECT function, kind, name, mode, line, confidence, how FROM v_resource ORDER BY line, name
