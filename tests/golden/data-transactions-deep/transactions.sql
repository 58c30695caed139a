SELECT function, line, tables, confidence, how FROM v_transaction ORDER BY line
