SELECT name, slug, kind, functions, tables, entry_points FROM v_service ORDER BY 1
