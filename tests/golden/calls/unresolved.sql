SELECT kind, function, line, reason, text FROM v_unresolved ORDER BY line
