SELECT function, line, sql FROM v_statement
