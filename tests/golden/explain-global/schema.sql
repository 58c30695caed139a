CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, changed INTEGER);
CREATE TABLE orders (
	id INTEGER PRIMARY KEY,
	customer_id INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,
	total INTEGER
);
CREATE TABLE order_line (order_id INTEGER REFERENCES orders(id), amount INTEGER NOT NULL);
CREATE INDEX order_by_customer ON orders (customer_id);
