SELECT name FROM v_function WHERE dead ORDER BY line
