SELECT table_name, name, kind, columns, ref_table, ref_columns, on_delete FROM v_key ORDER BY table_name, kind, name, columns
