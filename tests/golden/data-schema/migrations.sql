SELECT name FROM v_function WHERE migration ORDER BY line
