SELECT table_name, owner, service, writes, reads, columns, evidence FROM v_ownership ORDER BY 1, 3
