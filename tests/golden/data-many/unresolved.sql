SELECT kind, function, line, reason FROM v_unresolved ORDER BY 1, 3
