SELECT function, table_name, mode, confidence, how FROM v_table_access WHERE column_name IS NULL ORDER BY file, line, table_name, mode, how
