-- The ledger: both programs work on these tables. PostgreSQL.
CREATE TABLE customer (
	id      integer PRIMARY KEY,
	name    varchar(40) NOT NULL,
	state   char(1) NOT NULL DEFAULT 'A'
);

CREATE TABLE account (
	id        integer PRIMARY KEY,
	customer  integer NOT NULL REFERENCES customer (id),
	kind      varchar(10) NOT NULL,
	balance   numeric(12, 2) NOT NULL DEFAULT 0,
	closed_on date
);

CREATE TABLE entry (
	id        serial PRIMARY KEY,
	account   integer NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	amount    numeric(12, 2) NOT NULL,
	booked_on date NOT NULL DEFAULT current_date,
	note      varchar(80)
);

CREATE TABLE fee (
	kind   varchar(10) PRIMARY KEY,
	amount numeric(12, 2) NOT NULL
);

CREATE TABLE audit_log (
	at   timestamp NOT NULL DEFAULT current_timestamp,
	what varchar(200) NOT NULL
);

CREATE TABLE bulletin (
	account integer NOT NULL,
	month   char(7) NOT NULL,
	total   numeric(12, 2) NOT NULL,
	PRIMARY KEY (account, month)
);

CREATE VIEW open_account AS
	SELECT a.id, a.balance, c.name FROM account a JOIN customer c ON c.id = a.customer WHERE a.closed_on IS NULL;

-- Books an amount and returns the new balance.
CREATE FUNCTION book(acc integer, amt numeric, why varchar) RETURNS numeric AS $$
DECLARE
	now_there numeric;
BEGIN
	UPDATE account SET balance = balance + amt WHERE id = acc RETURNING balance INTO now_there;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'no account %', acc;
	END IF;
	INSERT INTO entry (account, amount, note) VALUES (acc, amt, why);
	RETURN now_there;
END;
$$ LANGUAGE plpgsql;

CREATE PROCEDURE charge(acc integer, what varchar) AS $$
DECLARE
	due numeric;
BEGIN
	SELECT amount INTO due FROM fee WHERE kind = what;
	PERFORM book(acc, -due, 'fee');
END;
$$ LANGUAGE plpgsql;

CREATE FUNCTION note_entry() RETURNS trigger AS $$
BEGIN
	INSERT INTO audit_log (what) VALUES ('entry on ' || NEW.account);
	RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER entry_noted AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION note_entry();

INSERT INTO fee VALUES ('transfer', 0.50), ('bulletin', 1.00);
