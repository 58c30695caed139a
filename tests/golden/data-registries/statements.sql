SELECT function, line, sql, resolved FROM v_statement ORDER BY file, line, sql
