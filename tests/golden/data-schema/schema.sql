-- a comment with CREATE TABLE nothing (id INTEGER);
CREATE TABLE IF NOT EXISTS `customer` (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name VARCHAR(80) NOT NULL DEFAULT 'a, b (c)',
  email TEXT UNIQUE,
  /* CHECK, COLLATE and generated columns */
  city TEXT COLLATE NOCASE CHECK (length(city) > 1),
  upper_name TEXT GENERATED ALWAYS AS (upper(name)) STORED
);
CREATE TABLE "order line" (
  order_id BIGINT UNSIGNED NOT NULL REFERENCES orders (id) ON UPDATE CASCADE ON DELETE CASCADE,
  line_no INT,
  item INT,
  PRIMARY KEY (order_id, line_no),
  CONSTRAINT item_fk FOREIGN KEY (item) REFERENCES item ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
  KEY line_item (item), FULLTEXT INDEX ft (line_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='from orders';
CREATE TABLE orders (id SERIAL PRIMARY KEY, customer_id INTEGER, total NUMERIC(10, 2), placed TIMESTAMP WITH TIME ZONE DEFAULT now(),
  FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT);
CREATE TABLE item (id INTEGER, label TEXT, EXCLUDE USING gist (label WITH =));
ALTER TABLE item ADD CONSTRAINT item_pk PRIMARY KEY (id);
ALTER TABLE item ADD COLUMN weight DOUBLE PRECISION NULL, ADD COLUMN color TEXT;
CREATE UNIQUE INDEX CONCURRENTLY item_label ON item USING btree (lower(label) DESC, weight) WHERE weight > 0;
CREATE INDEX ON orders (placed);
CREATE VIEW open_orders (id, who) AS SELECT o.id, c.name FROM orders o JOIN customer c ON c.id = o.customer_id;
CREATE MATERIALIZED VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY 1 WITH NO DATA;
CREATE TEMPORARY TABLE scratch (n INT);
CREATE TABLE copy_of AS SELECT id, total FROM orders;
CREATE TABLE like_item (LIKE item INCLUDING ALL, extra INT);
CREATE TABLE part_2020 PARTITION OF orders FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE VIRTUAL TABLE search USING fts5(title, body, content='item');
CREATE TRIGGER orders_gone AFTER DELETE ON orders FOR EACH ROW BEGIN
  INSERT INTO audit (what) VALUES (OLD.id);
END;
CREATE TABLE audit (what TEXT, at INTEGER);
CREATE SEQUENCE order_seq START 1;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN amount AS NUMERIC CHECK (VALUE > 0);
GRANT SELECT ON orders TO reader;
INSERT INTO customer (name) VALUES ('first');
