SELECT file, origin, status, reason FROM v_unit ORDER BY 1
