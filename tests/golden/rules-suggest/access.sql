SELECT function, store, table_name, column_name, mode, line, confidence, how FROM v_table_access WHERE function <> '' ORDER BY line, table_name, column_name, mode
