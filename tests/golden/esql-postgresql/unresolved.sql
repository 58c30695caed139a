SELECT kind, function, file, line, reason, text FROM v_unresolved ORDER BY 1, 3, 4
