SELECT function, line, exits FROM v_loop ORDER BY 2
