-- Tables, and routines of four dialects.
CREATE TABLE account (id integer PRIMARY KEY, owner integer, balance numeric);
CREATE TABLE movement (id integer PRIMARY KEY, account integer, amount numeric);
CREATE TABLE audit (what text);
CREATE TABLE fee (kind text, amount numeric);
CREATE TABLE limits (owner integer, most numeric);

-- PL/pgSQL, body between dollars; it calls another.
CREATE OR REPLACE FUNCTION book(acc integer, amt numeric) RETURNS numeric AS $$
DECLARE
	left_over numeric;
BEGIN
	UPDATE account SET balance = balance - amt WHERE id = acc RETURNING balance INTO left_over;
	INSERT INTO movement (account, amount) VALUES (acc, amt);
	IF left_over < most_of(acc) THEN
		RAISE EXCEPTION 'too much';
	END IF;
	PERFORM charge(acc);
	RETURN left_over;
END;
$$ LANGUAGE plpgsql;

-- SQL function in a string.
CREATE FUNCTION most_of(acc integer) RETURNS numeric AS 'SELECT most FROM limits WHERE owner = acc' LANGUAGE sql;

-- MySQL.
DELIMITER //
CREATE PROCEDURE charge(IN acc INT)
BEGIN
	UPDATE account SET balance = balance - (SELECT amount FROM fee WHERE kind = 'book') WHERE id = acc;
END//
DELIMITER ;

-- PL/SQL package.
CREATE OR REPLACE PACKAGE BODY reports IS
	PROCEDURE monthly(o IN NUMBER) IS
		total NUMBER;
	BEGIN
		SELECT sum(amount) INTO total FROM movement m JOIN account a ON a.id = m.account WHERE a.owner = o;
	END monthly;
END reports;
/

-- Triggers: one with a body, one that calls a function.
CREATE TRIGGER note_movement AFTER INSERT ON movement
BEGIN
	INSERT INTO audit VALUES ('movement');
END;

CREATE FUNCTION note_limit() RETURNS trigger AS $$ BEGIN INSERT INTO audit VALUES ('limit'); RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TRIGGER limit_changes AFTER UPDATE ON limits FOR EACH ROW EXECUTE FUNCTION note_limit();
