SELECT function, kind, reason, text FROM v_unresolved WHERE kind <> 'call' ORDER BY line, text
