ALTER TABLE customer ADD COLUMN phone TEXT;
ALTER TABLE customer RENAME COLUMN city TO town;
ALTER TABLE audit RENAME TO history;
DROP TABLE scratch;
UPDATE customer SET phone = '';
