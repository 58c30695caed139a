SELECT service, group_concat(file, ' ') AS files FROM (SELECT DISTINCT service, file FROM v_member WHERE kind = 'function' ORDER BY file) GROUP BY service ORDER BY 2
