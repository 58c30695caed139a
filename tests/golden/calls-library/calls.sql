SELECT caller, callee, kind, confidence, how FROM v_call WHERE kind <> 'direct' ORDER BY line, col, callee
