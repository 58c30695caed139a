SELECT kind, file, line, text FROM v_assumption WHERE text LIKE 'link set%' ORDER BY 2, 3, 4
