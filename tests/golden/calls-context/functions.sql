SELECT name, recursive FROM v_function ORDER BY line
