SELECT function, target, line FROM v_reference ORDER BY line, function, target
