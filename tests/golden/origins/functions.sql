SELECT name, origin, CASE origin WHEN 'own' THEN NULL ELSE service IS NOT NULL END AS placed FROM v_function ORDER BY file, name
