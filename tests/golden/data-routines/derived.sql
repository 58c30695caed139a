SELECT function, table_name, mode, how FROM v_table_access WHERE derived AND column_name IS NULL ORDER BY 1, 2, 3, 4
