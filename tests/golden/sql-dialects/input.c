/* One function a construct of a dialect; rows tell table, column and what is done to it. Words, strings, comments and hints that look
 * like tables give none. */
typedef struct sqlite3 sqlite3; typedef struct pg PGconn; typedef struct my MYSQL; typedef struct oci OCI_Statement;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
void *PQexec(PGconn *, const char *);
int mysql_query(MYSQL *, const char *);
int OCI_ExecuteStmt(OCI_Statement *, const char *);
static sqlite3 *l; static PGconn *p; static MYSQL *m; static OCI_Statement *o;
#define LITE(name, ...) int lite_##name(void) { return sqlite3_exec(l, __VA_ARGS__, 0, 0, 0); }
#define PG(name, ...) void *pg_##name(void) { return PQexec(p, __VA_ARGS__); }
#define MY(name, ...) int my_##name(void) { return mysql_query(m, __VA_ARGS__); }
#define ORA(name, ...) int ora_##name(void) { return OCI_ExecuteStmt(o, __VA_ARGS__); }

/* merge, upsert, returning */
ORA(merge, "MERGE INTO stock s USING (SELECT customer_id, total FROM orders) d ON (s.item = d.customer_id) "
    "WHEN MATCHED THEN UPDATE SET s.amount = d.total DELETE WHERE s.amount < 0 WHEN NOT MATCHED THEN INSERT (item, amount) VALUES (d.customer_id, d.total)")
PG(merge, "MERGE INTO stock AS s USING orders AS d ON s.item = d.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (item) VALUES (d.id)")
LITE(upsert, "INSERT INTO stock (item, amount) VALUES (1, 2) ON CONFLICT (item) DO UPDATE SET amount = amount + excluded.amount WHERE stock.place IS NOT NULL")
LITE(or_replace, "INSERT OR REPLACE INTO stock (item, amount) VALUES (1, 2)")
LITE(or_ignore, "INSERT OR IGNORE INTO stock (item) VALUES (1)")
MY(on_duplicate, "INSERT INTO stock (item, amount) VALUES (1, 2) ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount), place = 'shelf'")
MY(replace, "REPLACE INTO stock SET item = 1, amount = 2")
MY(insert_ignore, "INSERT IGNORE INTO stock SET item = 1")
PG(returning, "DELETE FROM orders WHERE state = 'gone' RETURNING id, total")
ORA(returning_into, "UPDATE stock SET amount = amount - 1 WHERE item = :1 RETURNING amount INTO :2")
LITE(nothing, "INSERT INTO stock (item) VALUES (1) ON CONFLICT DO NOTHING")

/* common table expressions: their names are no tables */
PG(cte, "WITH big AS (SELECT id, customer_id FROM orders WHERE total > 100), who AS (SELECT name FROM customer) SELECT w.name FROM big b, who w")
PG(cte_write, "WITH gone AS (DELETE FROM orders WHERE state = 'gone' RETURNING id, total) INSERT INTO archive (id, total) SELECT id, total FROM gone")
LITE(recursive, "WITH RECURSIVE chain(id, boss) AS (SELECT id, boss FROM customer WHERE id = 1 UNION ALL SELECT c.id, c.boss FROM customer c JOIN chain ON chain.boss = c.id) SELECT id FROM chain")
LITE(cte_update, "WITH big AS (SELECT customer_id FROM orders WHERE total > 9) UPDATE customer SET city = 'x' WHERE id IN (SELECT customer_id FROM big)")

/* joins of all kinds */
PG(full_join, "SELECT c.name, o.total FROM customer AS c FULL OUTER JOIN orders AS o ON c.id = o.customer_id")
PG(natural, "SELECT amount FROM stock NATURAL LEFT JOIN archive")
LITE(using_join, "SELECT name, total FROM customer LEFT JOIN archive USING (id) CROSS JOIN stock")
MY(straight, "SELECT STRAIGHT_JOIN c.name FROM customer c STRAIGHT_JOIN orders o ON o.customer_id = c.id")
MY(nested_join, "SELECT c.name FROM customer c LEFT JOIN (orders o INNER JOIN archive a ON a.id = o.id) ON o.customer_id = c.id")
PG(lateral, "SELECT c.name, t.total FROM customer c, LATERAL (SELECT total FROM orders WHERE customer_id = c.id LIMIT 1) t")
PG(self_join, "SELECT a.name, b.name FROM customer a JOIN customer b ON a.boss = b.id")
ORA(outer_plus, "SELECT c.name, o.total FROM customer c, orders o WHERE c.id = o.customer_id(+) AND o.state(+) = 'open'")

/* subqueries wherever they may stand */
LITE(scalar, "SELECT name, (SELECT max(total) FROM orders WHERE customer_id = customer.id) FROM customer")
LITE(exists, "DELETE FROM customer WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = customer.id)")
PG(any, "SELECT item FROM stock WHERE amount < ANY (SELECT total FROM orders) AND place <> ALL (ARRAY['a', 'b'])")
LITE(derived, "SELECT t.n FROM (SELECT count(*) AS n, state FROM orders GROUP BY state HAVING count(*) > 1) AS t")
LITE(insert_select, "INSERT INTO archive SELECT id, total, state FROM orders WHERE placed < date('now')")
LITE(compound, "SELECT id FROM orders UNION SELECT id FROM archive EXCEPT SELECT item FROM stock ORDER BY 1")
PG(in_tuple, "SELECT name FROM customer WHERE (id, city) IN (SELECT customer_id, state FROM orders)")
PG(values, "SELECT v.n, stock.amount FROM (VALUES (1), (2)) AS v(n) JOIN stock ON stock.item = v.n")

/* several tables changed at once */
MY(multi_update, "UPDATE customer c JOIN orders o ON o.customer_id = c.id SET c.city = 'x', o.state = 'moved' WHERE o.total > 5")
MY(comma_update, "UPDATE customer, stock SET customer.city = stock.place WHERE customer.id = stock.item")
MY(multi_delete, "DELETE o, a FROM orders o INNER JOIN archive a ON a.id = o.id INNER JOIN customer c ON c.id = o.customer_id WHERE c.city = 'x'")
MY(delete_using, "DELETE FROM o USING orders AS o JOIN customer AS c ON c.id = o.customer_id")
PG(update_from, "UPDATE orders AS o SET total = s.amount FROM stock s WHERE s.item = o.id")
PG(delete_using, "DELETE FROM orders USING customer c WHERE c.id = orders.customer_id AND c.city = 'x'")
LITE(update_from, "UPDATE stock SET amount = d.total FROM (SELECT id, total FROM orders) AS d WHERE d.id = stock.item")

/* quoting, hints, casts, and what is only text */
MY(backticks, "SELECT `o`.`total` FROM `shop`.`orders` AS `o` WHERE `o`.`state` = 'from archive' # from customer\n")
MY(hint, "SELECT /*+ INDEX(stock) */ amount FROM stock USE INDEX (place_i) FORCE INDEX FOR JOIN (x) WHERE place = \"from archive\" LIMIT 5, 10")
ORA(hint, "SELECT /*+ FULL(c) INDEX(o orders_i) */ c.name FROM customer c -- from archive\n WHERE ROWNUM <= 10")
ORA(hierarchy, "SELECT name, LEVEL FROM customer START WITH boss IS NULL CONNECT BY PRIOR id = boss ORDER SIBLINGS BY name")
ORA(dual, "SELECT stock_seq.NEXTVAL, SYSDATE FROM dual")
PG(casts, "SELECT total::text, placed::timestamp with time zone AT TIME ZONE 'utc', CAST(state AS varchar(5)) FROM orders WHERE id = $1::int")
PG(dollars, "DO $body$ BEGIN DELETE FROM archive WHERE note = 'x'; END $body$")
PG(dollar_string, "SELECT name FROM customer WHERE city = $$from archive$$")
PG(window, "SELECT id, rank() OVER (PARTITION BY customer_id ORDER BY total DESC), sum(total) OVER w FROM orders WINDOW w AS (ORDER BY placed ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)")
PG(filter, "SELECT count(*) FILTER (WHERE state = 'open'), string_agg(note, ',' ORDER BY total) FROM orders, archive")
PG(copy_in, "COPY stock (item, amount) FROM STDIN WITH (FORMAT csv)")
PG(copy_out, "COPY (SELECT id, total FROM orders) TO STDOUT")
PG(copy_table, "COPY archive TO '/tmp/stock'")
PG(only, "SELECT name FROM ONLY customer TABLESAMPLE SYSTEM (5) FOR UPDATE OF customer SKIP LOCKED")
PG(interval, "SELECT extract(year FROM placed), substring(state FROM 1 FOR 2), trim(both ' ' from state) FROM orders WHERE placed IS DISTINCT FROM now() - interval '1 day'")
PG(json, "SELECT note->>'from', note #> '{a}' FROM archive WHERE note @> '{}' AND total ?| array['a']")
LITE(pragma, "PRAGMA table_info(stock)")
LITE(keywords, "SELECT \"state\", [total] FROM [orders] INDEXED BY total_i WHERE state GLOB 'from archive*' COLLATE NOCASE")
LITE(exotic, "SELECT x.value FROM stock, json_each(stock.place) AS x; SELECT value FROM generate_series(1, 3)")

/* other statements */
MY(truncate, "TRUNCATE TABLE archive")
PG(truncate, "TRUNCATE stock, archive RESTART IDENTITY CASCADE")
MY(lock, "LOCK TABLES stock WRITE, orders READ")
PG(lock, "LOCK TABLE ONLY stock IN EXCLUSIVE MODE")
MY(load, "LOAD DATA LOCAL INFILE '/tmp/from' INTO TABLE stock FIELDS TERMINATED BY ',' (item, amount)")
MY(show, "SHOW COLUMNS FROM stock")
MY(describe, "DESCRIBE orders")
LITE(explain, "EXPLAIN QUERY PLAN SELECT name FROM customer")
MY(handler, "HANDLER stock OPEN")
PG(cursor, "DECLARE c CURSOR FOR SELECT amount FROM stock")
PG(prepare, "PREPARE find (int) AS SELECT name FROM customer WHERE id = $1")
PG(execute, "EXECUTE find(1)")
PG(notify, "NOTIFY orders, 'update'")
PG(vacuum, "VACUUM ANALYZE stock")
MY(set, "SET @n = (SELECT count(*) FROM orders)")
MY(into, "SELECT total INTO @x FROM orders WHERE id = 1")
PG(into, "SELECT id, total INTO TEMP copied FROM orders")
MY(call, "CALL rebuild(1, 'orders')")
LITE(drop, "DROP TABLE IF EXISTS archive; DROP INDEX total_i")
LITE(attach, "ATTACH DATABASE 'orders.db' AS other")
ORA(immediate, "EXECUTE IMMEDIATE 'DELETE FROM archive'")
