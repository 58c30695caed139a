SELECT s.function, s.position, s.name, s.direction, s.pairs_with, s.nullable, s.confidence, s.how
FROM v_signature s JOIN v_function f ON f.name = s.function AND f.file = s.function_file
WHERE s.type LIKE '%*%'
ORDER BY f.line, s.position
