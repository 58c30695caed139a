SELECT key, name, file, line, end_line FROM v_function WHERE kind = 'routine' ORDER BY file, line
