SELECT name, dead FROM v_function ORDER BY name
