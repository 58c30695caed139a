SELECT function, store, table_name, column_name, mode, line, confidence, how FROM v_table_access ORDER BY file, line, table_name, column_name, mode, how
