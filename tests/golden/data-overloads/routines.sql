create table @SCHEMA@.sets (id int4, origin int4);
create table @SCHEMA@.events (id int4, what text);
create table @SCHEMA@.nodes (id int4);
create or replace function @SCHEMA@.createEvent (p_what text) returns int4 as $$
begin
	insert into @SCHEMA@.events (id, what) values (1, p_what);
	return 1;
end;
$$ language plpgsql;
create or replace function @SCHEMA@.mergeSet (p_set int4, p_add int4) returns int4 as $$
declare
	v_node int4;
begin
	select id into v_node from @SCHEMA@.nodes where id = p_set;
	delete from @SCHEMA@.sets where id = p_add;
	perform @SCHEMA@.mergeSet(p_set, p_add);
	return @SCHEMA@.createEvent('merge');
end;
$$ language plpgsql;
create or replace function @SCHEMA@.unused () returns int4 as $$
begin
	delete from @SCHEMA@.nodes;
	return 0;
end;
$$ language plpgsql;
