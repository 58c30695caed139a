SELECT name, store, kind FROM v_table ORDER BY 1, 2
