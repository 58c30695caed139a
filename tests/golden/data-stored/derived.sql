SELECT function, table_name, column_name, mode, line, confidence, how FROM v_table_access WHERE how LIKE 'routine%' OR how LIKE 'view%' ORDER BY line, table_name, column_name, mode
