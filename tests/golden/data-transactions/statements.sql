SELECT function, line, sql, transaction_id FROM v_statement ORDER BY line, sql
