SELECT from_service, to_service, kind, source, target, line, remedy FROM v_cut ORDER BY line, kind, source, target
