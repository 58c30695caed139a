SELECT program, kind, confidence, how, group_concat(key, ' ') AS functions FROM (SELECT * FROM v_program_member ORDER BY program, key) GROUP BY 1, 2, 3, 4 ORDER BY 1
