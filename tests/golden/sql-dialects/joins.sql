SELECT s.function, j.table_a, j.column_a, j.table_b, j.column_b FROM v_join j JOIN v_statement s ON s.id = j.statement_id ORDER BY s.line, 2, 3, 4, 5
