SELECT function, line, tables, confidence FROM v_transaction
