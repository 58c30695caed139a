SELECT kind, function, line, reason, text FROM v_unresolved WHERE kind IN ('table', 'sql', 'text') ORDER BY line, text
