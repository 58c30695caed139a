SELECT file, text FROM v_assumption WHERE kind = 'left_out' ORDER BY 1, 2
