SELECT function, mode, count(*) AS tables, min(table_name) AS first, max(table_name) AS last FROM v_table_access WHERE column_name IS NULL GROUP BY function, mode ORDER BY 1, 2
