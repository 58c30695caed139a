SELECT file, line, text FROM v_assumption WHERE kind = 'inactive' ORDER BY 1, 2, 3
