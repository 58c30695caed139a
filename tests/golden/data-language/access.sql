WITH uses AS (
  SELECT function, line, table_name, group_concat(DISTINCT mode) FILTER (WHERE column_name IS NULL) AS modes,
    group_concat(column_name || ' ' || mode, ', ') FILTER (WHERE column_name IS NOT NULL) AS columns
  FROM (SELECT DISTINCT function, line, table_name, column_name, mode FROM v_table_access WHERE function <> '' ORDER BY column_name, mode)
  GROUP BY 1, 2, 3)
SELECT function, table_name, modes, columns FROM uses ORDER BY line, table_name
