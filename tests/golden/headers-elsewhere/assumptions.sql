SELECT kind, file, line, text FROM v_assumption ORDER BY 1, 2, 3, 4
