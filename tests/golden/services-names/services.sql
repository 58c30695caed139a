SELECT name, functions, tables FROM v_service WHERE kind = 'service' ORDER BY name
