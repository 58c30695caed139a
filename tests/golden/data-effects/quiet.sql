SELECT DISTINCT function, table_name, mode FROM v_table_access WHERE function IN ('update_line', 'fill_scratch', 'read_counter', 'delete_invoice') ORDER BY 1, 2, 3
