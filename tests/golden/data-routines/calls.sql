SELECT caller, callee, file, line, confidence, how FROM v_call WHERE kind = 'routine' ORDER BY 1, 2, 4
