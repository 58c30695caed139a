SELECT file, status, errors, lost, reason FROM v_unit
