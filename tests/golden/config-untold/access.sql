SELECT function, table_name, column_name, mode, line FROM v_table_access ORDER BY 1, 2, 3, 4
