SELECT function, table_name, column_name, mode, line, confidence, how FROM v_table_access ORDER BY line, table_name, column_name
