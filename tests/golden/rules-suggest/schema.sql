CREATE TABLE hosts (hostid INTEGER PRIMARY KEY, name TEXT, status INTEGER);
CREATE TABLE items (itemid INTEGER PRIMARY KEY, hostid INTEGER, key_ TEXT);
CREATE TABLE events (eventid INTEGER PRIMARY KEY, source INTEGER);
CREATE TABLE dialog (hash_id INTEGER, state INTEGER, to_uri TEXT);
