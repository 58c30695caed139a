SELECT service, kind, name FROM v_member ORDER BY 1, 2, 3
