-- SPDX-License-Identifier: MIT
-- The schema the shop was opened with.  Later changes: migrations in setup.c.
-- Times are seconds since 1970, amounts are cents.

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE audit_log (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    who  TEXT NOT NULL,
    what TEXT NOT NULL,
    at   INTEGER NOT NULL
);

CREATE TABLE customer (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    email      TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    phone      TEXT NOT NULL DEFAULT '',
    tier       INTEGER NOT NULL DEFAULT 0,
    blocked    INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
);

CREATE TABLE customer_address (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,
    line1       TEXT NOT NULL,
    zip         TEXT NOT NULL,
    city        TEXT NOT NULL,
    country     TEXT NOT NULL,
    is_default  INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE category (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES category(id),
    slug      TEXT NOT NULL UNIQUE,
    title     TEXT NOT NULL
);

CREATE TABLE product (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    sku         TEXT NOT NULL UNIQUE,
    title       TEXT NOT NULL,
    category_id INTEGER REFERENCES category(id) ON DELETE SET NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents > 0),
    weight_g    INTEGER NOT NULL DEFAULT 0,
    tax_class   TEXT NOT NULL DEFAULT 'standard',
    active      INTEGER NOT NULL DEFAULT 1,
    created_at  INTEGER NOT NULL,
    touched_at  INTEGER NOT NULL
);

CREATE TABLE price_history (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    product_id INTEGER NOT NULL REFERENCES product(id) ON DELETE CASCADE,
    old_cents  INTEGER NOT NULL,
    new_cents  INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
);

CREATE TRIGGER trg_price_history AFTER UPDATE OF price_cents ON product
    WHEN old.price_cents <> new.price_cents
BEGIN
    INSERT INTO price_history(product_id, old_cents, new_cents, changed_at)
    VALUES (new.id, old.price_cents, new.price_cents, new.touched_at);
END;

CREATE TABLE stock (
    product_id    INTEGER PRIMARY KEY REFERENCES product(id) ON DELETE CASCADE,
    on_hand       INTEGER NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
    reserved      INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    reorder_level INTEGER NOT NULL DEFAULT 0,
    last_reason   TEXT NOT NULL DEFAULT '',
    touched_at    INTEGER NOT NULL
);

CREATE TABLE stock_move (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    product_id INTEGER NOT NULL REFERENCES product(id) ON DELETE CASCADE,
    delta      INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    at         INTEGER NOT NULL
);

CREATE TRIGGER trg_stock_move AFTER UPDATE OF on_hand ON stock
    WHEN old.on_hand <> new.on_hand
BEGIN
    INSERT INTO stock_move(product_id, delta, reason, at)
    VALUES (new.product_id, new.on_hand - old.on_hand, new.last_reason, new.touched_at);
END;

CREATE TABLE orders (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id    INTEGER NOT NULL REFERENCES customer(id),
    state          TEXT NOT NULL DEFAULT 'new',
    goods_cents    INTEGER NOT NULL DEFAULT 0,
    discount_cents INTEGER NOT NULL DEFAULT 0,
    shipping_cents INTEGER NOT NULL DEFAULT 0,
    tax_cents      INTEGER NOT NULL DEFAULT 0,
    total_cents    INTEGER NOT NULL DEFAULT 0,
    touched_by     TEXT NOT NULL DEFAULT '',
    created_at     INTEGER NOT NULL,
    touched_at     INTEGER NOT NULL
);

CREATE TABLE order_line (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id   INTEGER NOT NULL REFERENCES orders(id) ON DELETE CASCADE,
    product_id INTEGER NOT NULL REFERENCES product(id),
    title      TEXT NOT NULL,
    qty        INTEGER NOT NULL CHECK (qty > 0),
    unit_cents INTEGER NOT NULL,
    tax_cents  INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE order_event (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id  INTEGER NOT NULL REFERENCES orders(id) ON DELETE CASCADE,
    old_state TEXT NOT NULL,
    new_state TEXT NOT NULL,
    who       TEXT NOT NULL,
    at        INTEGER NOT NULL
);

CREATE TRIGGER trg_order_state AFTER UPDATE OF state ON orders
    WHEN old.state <> new.state
BEGIN
    INSERT INTO order_event(order_id, old_state, new_state, who, at)
    VALUES (new.id, old.state, new.state, new.touched_by, new.touched_at);
END;

CREATE TABLE reservation (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id   INTEGER NOT NULL REFERENCES orders(id) ON DELETE CASCADE,
    product_id INTEGER NOT NULL REFERENCES product(id),
    qty        INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);

CREATE TABLE payment (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id     INTEGER NOT NULL REFERENCES orders(id) ON DELETE CASCADE,
    method       TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL DEFAULT 'pending',
    amount_cents INTEGER NOT NULL,
    ref          TEXT NOT NULL DEFAULT '',
    reminded_at  INTEGER,
    created_at   INTEGER NOT NULL,
    settled_at   INTEGER
);

CREATE TABLE carrier_rate (
    carrier    TEXT NOT NULL,
    zone       TEXT NOT NULL,
    max_g      INTEGER NOT NULL,
    cost_cents INTEGER NOT NULL,
    PRIMARY KEY (carrier, zone, max_g)
);

INSERT INTO carrier_rate VALUES
    ('post',    'home',  2000,  490), ('post',    'home', 10000,  790),
    ('post',    'eu',    2000,  990), ('post',    'eu',   10000, 1690),
    ('post',    'world', 2000, 1990),
    ('parcelo', 'home',  5000,  590), ('parcelo', 'home', 31500, 1290),
    ('parcelo', 'eu',    5000, 1190), ('parcelo', 'eu',   31500, 2490),
    ('parcelo', 'world', 5000, 2990);

CREATE TABLE shipment (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id     INTEGER NOT NULL REFERENCES orders(id) ON DELETE CASCADE,
    carrier      TEXT NOT NULL,
    tracking     TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL DEFAULT 'packed',
    weight_g     INTEGER NOT NULL,
    cost_cents   INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    touched_at   INTEGER NOT NULL
);

CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    rcpt       TEXT NOT NULL,
    template   TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'queued',
    tries      INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    sent_at    INTEGER
);
