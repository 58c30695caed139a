SELECT name, file FROM v_function ORDER BY 1
