-- Made last, over rows that are all there: what the views and the users' joins look up.
CREATE INDEX function_by_name ON function (name, file);
CREATE INDEX function_by_key ON function (key);
CREATE INDEX call_by_caller ON call (caller);
CREATE INDEX call_by_callee ON call (callee);
CREATE INDEX global_access_by_function ON global_access (function);
CREATE INDEX table_access_by_table ON table_access (table_name);
CREATE INDEX table_access_by_function ON table_access (function);
CREATE INDEX signature_by_function ON signature (function);
CREATE INDEX member_by_row ON member (kind, "row");
CREATE INDEX cut_by_source ON cut (source, target, line);
