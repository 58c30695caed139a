SELECT function, function_file, position, name, type, direction, pairs_with, nullable, confidence, how FROM v_signature ORDER BY function, function_file, position
