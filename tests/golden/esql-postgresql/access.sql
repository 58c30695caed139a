SELECT function, table_name, column_name, mode, file, line, confidence FROM v_table_access ORDER BY 1, 6, 2, 3, 4
