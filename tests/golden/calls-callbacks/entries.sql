SELECT function, kind, name, confidence, how FROM v_entry WHERE kind <> 'exported' ORDER BY line, function
