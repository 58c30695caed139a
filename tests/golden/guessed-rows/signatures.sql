SELECT function, position, name, type, direction, confidence, how FROM v_signature ORDER BY function, position
