SELECT name, kind, temporary, file, line FROM v_table ORDER BY name
