-- filled in by an installer
create table @SCHEMA@.sl_node (no_id int4, no_comment text, primary key (no_id));
create table @SCHEMA@.sl_path (pa_server int4 references @SCHEMA@.sl_node, pa_client int4);
