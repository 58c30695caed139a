SELECT config, file, line, end_line, condition, sql, driver_calls FROM v_inactive ORDER BY 2, 3
