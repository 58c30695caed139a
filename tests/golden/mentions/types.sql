SELECT function, type, type_file, uses FROM v_type_use ORDER BY function, type
