SELECT kind, line, reason, text FROM v_unresolved ORDER BY line, kind
