SELECT t.name, t.kind, t.file, t.line, c.name AS column_name, c.type FROM v_table t LEFT JOIN v_column c ON c.table_name = t.name ORDER BY 1, 5
