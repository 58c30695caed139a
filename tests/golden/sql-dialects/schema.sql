CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, city TEXT, boss INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, total INTEGER, state TEXT, placed DATE);
CREATE TABLE stock (item INTEGER PRIMARY KEY, amount INTEGER, place TEXT);
CREATE TABLE archive (id INTEGER, total INTEGER, note TEXT);
