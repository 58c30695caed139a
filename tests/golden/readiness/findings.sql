SELECT line, rule, severity, subject, message FROM v_finding ORDER BY 1, 2, 4
