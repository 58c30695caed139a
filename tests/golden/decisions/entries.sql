SELECT function, kind, name, confidence, how FROM v_entry ORDER BY function, kind
