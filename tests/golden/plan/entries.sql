SELECT entry, kind, service, depth, remote_calls, remote_depth, in_loop, recursive, loop_file, loop_line, loop_depth FROM v_entry_cost ORDER BY 1
