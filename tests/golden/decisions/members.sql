SELECT kind, name, service, reason FROM v_member ORDER BY kind, name
