SELECT step, service, kind, remedy_kind, what, places, cost, file, line FROM v_plan_need
