CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE customer_note (customer_id INTEGER REFERENCES customer(id) ON DELETE CASCADE, text TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), total INTEGER);
CREATE TABLE order_line (order_id INTEGER REFERENCES orders(id) ON DELETE CASCADE, product TEXT, amount INTEGER);
