SELECT name, kind, temporary FROM v_table ORDER BY name
