SELECT function, file, line, dialect, transaction_id, sql FROM v_statement ORDER BY 2, 3
