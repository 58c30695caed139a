-- The batch's own package. Oracle.
CREATE OR REPLACE PACKAGE interest AS
	FUNCTION rate_of(what IN VARCHAR2) RETURN NUMBER;
	PROCEDURE credit(acc IN NUMBER, amt IN NUMBER);
END interest;
/

CREATE OR REPLACE PACKAGE BODY interest AS
	FUNCTION rate_of(what IN VARCHAR2) RETURN NUMBER IS
		r NUMBER;
	BEGIN
		SELECT rate INTO r FROM rate WHERE kind = what;
		RETURN r;
	END rate_of;

	PROCEDURE credit(acc IN NUMBER, amt IN NUMBER) IS
	BEGIN
		UPDATE account SET balance = balance + amt WHERE id = acc;
		INSERT INTO entry (account, amount, note) VALUES (acc, amt, 'interest');
	END credit;
END interest;
/

CREATE TABLE rate (kind VARCHAR2(10) PRIMARY KEY, rate NUMBER(6, 4) NOT NULL);
