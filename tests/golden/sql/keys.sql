SELECT table_name, kind, columns, ref_table, ref_columns, on_delete FROM v_key ORDER BY 1, 2, 3
