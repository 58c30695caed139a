SELECT kind, function, line, reason, text FROM v_unresolved WHERE kind <> 'call' ORDER BY line, kind, text
