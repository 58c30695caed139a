-- The stable views of splitter.db: for people, scripts and tests. Columns may be added at the end, never removed.
-- Tables hold ids and words; the views put names to the ids. A place that is not known is NULL, not 0.

CREATE VIEW v_unit AS
	SELECT file, config, origin, status, errors, lost, reason FROM unit;

CREATE VIEW v_assumption AS
	SELECT kind, file, nullif(line, 0) AS line, text FROM assumption;

CREATE VIEW v_inactive AS
	SELECT config, file, line, end_line, condition, sql, driver_calls FROM inactive;

CREATE VIEW v_function AS
	SELECT f.id, f.key, f.name, f.file, f.line, f.end_line, f.is_static, f.kind, f.origin, f.configs, f.dead,
		s.name AS service, f.stateless, f.in_header, f.sql_wrapper, f.physical_file, f.physical_line, f.physical_end_line,
		f.recursive, f.migration, f.hangs_on
	FROM function f
	LEFT JOIN member m ON m.kind = 'function' AND m."row" = f.id
	LEFT JOIN service s ON s.id = m.service;

CREATE VIEW v_program_member AS
	SELECT program, key, kind, confidence, how FROM program_member;

CREATE VIEW v_global AS
	SELECT g.key, g.name, g.file, g.line, g.type, g.is_static, g.is_const, f.name AS function, s.name AS service, g.id
	FROM "global" g
	LEFT JOIN function f ON f.id = g.function
	LEFT JOIN member m ON m.kind = 'global' AND m."row" = g.id
	LEFT JOIN service s ON s.id = m.service;

CREATE VIEW v_call AS
	SELECT c.site, a.name AS caller, a.file AS caller_file, b.name AS callee, b.file AS callee_file, c.kind,
		c.file, c.line, c.col, c.loop_depth, c.result_use, c.weight, c.configs, c.confidence, c.how,
		a.key AS caller_key, b.key AS callee_key, c.error_path
	FROM call c
	JOIN function b ON b.id = c.callee
	LEFT JOIN function a ON a.id = c.caller;

CREATE VIEW v_global_access AS
	SELECT f.name AS function, f.file AS function_file, g.name AS variable, g.file AS variable_file, a.mode,
		a.file, a.line, a.configs, a.confidence, a.how, f.key AS function_key, g.key AS variable_key
	FROM global_access a
	JOIN "global" g ON g.id = a."global"
	LEFT JOIN function f ON f.id = a.function;

CREATE VIEW v_table_access AS
	SELECT f.name AS function, f.file AS function_file, a.store, a.table_name, a.column_name, a.mode, a.file, a.line,
		nullif(a.statement_id, 0) AS statement_id, a.configs, a.confidence, a.how, f.key AS function_key,
		a.derived
	FROM table_access a
	LEFT JOIN function f ON f.id = a.function;

CREATE VIEW v_statement AS
	SELECT q.id, f.name AS function, f.file AS function_file, q.file, q.line, q.sql, q.dialect, q.resolved,
		nullif(q.transaction_id, 0) AS transaction_id, q.configs
	FROM statement q
	LEFT JOIN function f ON f.id = q.function;

CREATE VIEW v_join AS
	SELECT statement_id, table_a, column_a, table_b, column_b FROM "join";

CREATE VIEW v_predicate AS
	SELECT statement_id, table_name, column_name, role FROM predicate;

CREATE VIEW v_transaction AS
	SELECT t.id, f.name AS function, f.file AS function_file, t.file, t.line, t.tables, t.confidence, t.how
	FROM "transaction" t
	LEFT JOIN function f ON f.id = t.function;

CREATE VIEW v_table AS
	SELECT t.name, t.store, t.kind, t.temporary, t.file, nullif(t.line, 0) AS line, s.name AS service, t.id
	FROM "table" t
	LEFT JOIN member m ON m.kind = 'table' AND m."row" = t.id
	LEFT JOIN service s ON s.id = m.service;

CREATE VIEW v_column AS
	SELECT table_name, name, type, nullable, file, nullif(line, 0) AS line FROM "column";

CREATE VIEW v_key AS
	SELECT table_name, name, kind, columns, ref_table, ref_columns, on_delete FROM "key";

CREATE VIEW v_signature AS
	SELECT f.name AS function, f.file AS function_file, g.position, g.name, g.type, g.direction,
		nullif(g.pairs_with, 0) AS pairs_with, g.nullable, g.confidence, g.how
	FROM signature g
	JOIN function f ON f.id = g.function;

CREATE VIEW v_entry AS
	SELECT f.name AS function, f.file AS function_file, e.kind, e.name, e.file, nullif(e.line, 0) AS line, e.configs,
		e.confidence, e.how
	FROM entry e
	LEFT JOIN function f ON f.id = e.function;

CREATE VIEW v_resource AS
	SELECT f.name AS function, f.file AS function_file, r.kind, r.name, r.mode, r.file, r.line, r.confidence, r.how,
		r.loop_depth
	FROM resource r
	LEFT JOIN function f ON f.id = r.function;

CREATE VIEW v_unresolved AS
	SELECT u.kind, f.name AS function, f.file AS function_file, u.file, nullif(u.line, 0) AS line, u.reason, u.text
	FROM unresolved u
	LEFT JOIN function f ON f.id = u.function;

CREATE VIEW v_service AS
	SELECT name, slug, kind, functions, tables, entry_points, cohesion, coupling,
		CASE WHEN stability >= 0 THEN stability END AS stability, id
	FROM service;

CREATE VIEW v_member AS
	SELECT s.name AS service, m.kind, m.key, m.name, m.file, CASE WHEN m.stability >= 0 THEN m.stability END AS stability,
		m.reason, r.name AS runner_up, CASE WHEN m.margin >= 0 THEN m.margin END AS margin
	FROM member m
	JOIN service s ON s.id = m.service
	LEFT JOIN service r ON r.id = m.runner_up;

CREATE VIEW v_duplicate AS
	SELECT s.name AS service, d.key, d.name, d.file, d.lines, d.reason
	FROM duplicate d
	LEFT JOIN service s ON s.id = d.service;

CREATE VIEW v_cut AS
	SELECT a.name AS from_service, b.name AS to_service, c.kind, c.source, c.source_file, c.target, c.target_file,
		c.file, c.line, c.weight, c.remedy, c.reason, c.remedy_kind, c.loop_depth
	FROM cut c
	JOIN service a ON a.id = c.from_service
	JOIN service b ON b.id = c.to_service;

CREATE VIEW v_finding AS
	SELECT s.name AS service, d.rule, d.severity, d.subject, d.file, d.line, d.message, d.remedy
	FROM finding d
	LEFT JOIN service s ON s.id = d.service;

CREATE VIEW v_plan AS
	SELECT p.step, s.name AS service, p.action, p.cost, p.benefit, p.needs, p.reason
	FROM plan p
	LEFT JOIN service s ON s.id = p.service;

CREATE VIEW v_loop AS
	SELECT f.name AS function, f.file AS function_file, l.file, l.line, l.exits, f.key AS function_key
	FROM loop l
	LEFT JOIN function f ON f.id = l.function;

-- Per table the services that touch it; writes and reads count accesses to its rows. evidence: the first write, else the first read.
CREATE VIEW v_ownership AS
	SELECT t.name AS table_name, o.name AS owner, s.name AS service,
		count(DISTINCT CASE WHEN a.column_name IS NULL AND a.mode IN ('create', 'update', 'delete') THEN a.file || ':' || a.line || a.mode END) AS writes,
		count(DISTINCT CASE WHEN a.column_name IS NULL AND a.mode = 'read' THEN a.file || ':' || a.line END) AS reads,
		(SELECT group_concat(name, ', ') FROM (SELECT DISTINCT b.column_name AS name FROM table_access b
			JOIN member n ON n.kind = 'function' AND n."row" = b.function AND n.service = s.id
			WHERE b.table_name = t.name AND b.store IS t.store AND b.column_name IS NOT NULL AND NOT b.derived ORDER BY 1)) AS columns,
		(SELECT b.file || ':' || b.line FROM table_access b JOIN member n ON n.kind = 'function' AND n."row" = b.function AND n.service = s.id
			WHERE b.table_name = t.name AND b.store IS t.store AND NOT b.derived AND b.mode <> 'ddl'
			ORDER BY b.mode NOT IN ('create', 'update', 'delete'), b.file, b.line LIMIT 1) AS evidence, t.store
	FROM "table" t
	JOIN table_access a ON a.table_name = t.name AND a.store IS t.store AND NOT a.derived AND a.mode <> 'ddl'
	JOIN member m ON m.kind = 'function' AND m."row" = a.function
	JOIN service s ON s.id = m.service
	LEFT JOIN member w ON w.kind = 'table' AND w."row" = t.id
	LEFT JOIN service o ON o.id = w.service
	GROUP BY t.id, s.id;

CREATE VIEW v_plan_need AS
	SELECT n.step, s.name AS service, n.kind, n.remedy_kind, n.what, n.places, n.cost, n.file, nullif(n.line, 0) AS line
	FROM plan_need n
	LEFT JOIN service s ON s.id = n.service;

CREATE VIEW v_entry_cost AS
	SELECT e.name AS entry, e.kind, f.name AS function, f.file AS function_file, e.file, nullif(e.line, 0) AS line, s.name AS service,
		e.depth, e.remote_calls, e.remote_depth, e.in_loop, e.recursive, e.loop_file, nullif(e.loop_line, 0) AS loop_line, e.loop_depth
	FROM entry_cost e
	JOIN function f ON f.id = e.function
	LEFT JOIN service s ON s.id = e.service;

CREATE VIEW v_reference AS
	SELECT f.name AS function, f.file AS function_file, t.name AS target, t.file AS target_file, r.file, r.line
	FROM reference r
	JOIN function f ON f.id = r.function
	JOIN function t ON t.id = r.target;

CREATE VIEW v_type_use AS
	SELECT f.name AS function, f.file AS function_file, u.type, u.type_file, u.uses
	FROM type_use u
	JOIN function f ON f.id = u.function;

CREATE VIEW v_score AS
	SELECT metric, partition, value FROM score;
