SELECT from_service, kind, source, target, file, line, weight, remedy_kind, remedy, reason FROM v_cut ORDER BY 2, 5, 6, 4
