SELECT table_name, name, type, nullable, file, line FROM v_column ORDER BY table_name, file, line, name
