SELECT function, file, line, sql, dialect, resolved, transaction_id FROM v_statement ORDER BY file, line, sql
