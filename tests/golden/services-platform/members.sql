SELECT service, kind, name, reason FROM v_member WHERE kind <> 'global' ORDER BY service, kind, name
