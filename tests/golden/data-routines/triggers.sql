SELECT f.name, f.hangs_on, f.service = t.service AS with_its_table FROM v_function f JOIN v_table t ON t.name = f.hangs_on ORDER BY 1
