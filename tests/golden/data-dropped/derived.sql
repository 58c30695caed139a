SELECT function, table_name, column_name, mode, line, confidence, how FROM v_table_access WHERE how LIKE 'trigger%' ORDER BY file, line, table_name, column_name, mode, how
