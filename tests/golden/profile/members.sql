SELECT file, name, service, reason FROM v_member WHERE kind = 'function' ORDER BY file, name
