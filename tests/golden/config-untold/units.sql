SELECT file, status, errors, reason FROM v_unit
