SELECT a.function, table_name, column_name, mode, a.file, a.line, a.how FROM v_table_access a JOIN v_function f ON f.key = a.function_key WHERE f.kind = 'routine' ORDER BY 5, 6, 1, 2, 3, 4
