SELECT s.function, s.line, sql, t.line AS transaction_line FROM v_statement s JOIN v_transaction t ON t.id = s.transaction_id ORDER BY s.line, sql
