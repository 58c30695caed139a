/* Triggers that a later step drops: they fire no more, unless they are made again or may still be there. */
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
#define RUN(sql) sqlite3_exec(db, sql, 0, 0, 0)

int create(sqlite3 *db)
{
	return RUN("CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT);"
	           "CREATE TABLE image (id INTEGER PRIMARY KEY, flags INTEGER);"
	           "CREATE TABLE audit (what TEXT);"
	           "CREATE TABLE used (tag INTEGER);");
}

/* Steps of a schema: dropped for good; dropped and made again, in one text or in the next step. */
int upgrade(sqlite3 *db, int version)
{
	if (version == 1) {
		RUN("CREATE TRIGGER tag_in AFTER INSERT ON tag BEGIN INSERT INTO used VALUES (NEW.id); END");
		RUN("CREATE TRIGGER tag_new AFTER UPDATE ON tag BEGIN INSERT INTO audit VALUES ('old'); END");
		RUN("CREATE TRIGGER tag_out AFTER DELETE ON tag BEGIN DELETE FROM used WHERE tag = OLD.id; END");
	} else if (version == 2) {
		RUN("ALTER TABLE image ADD COLUMN stars INTEGER");
		RUN("DROP TRIGGER main.tag_in");
		RUN("DROP TRIGGER IF EXISTS tag_new; CREATE TRIGGER tag_new AFTER UPDATE ON tag BEGIN INSERT INTO audit VALUES ('new'); END");
		RUN("DROP TRIGGER tag_out");
	} else {
		RUN("CREATE TRIGGER tag_out AFTER DELETE ON tag BEGIN DELETE FROM used WHERE tag = OLD.id; END");
	}
	return 0;
}

/* One or the other, and another function's: it may be there. */
int watch(sqlite3 *db, int on)
{
	if (on)
		return RUN("CREATE TRIGGER image_out AFTER DELETE ON image BEGIN INSERT INTO audit VALUES ('image'); END");
	return RUN("DROP TRIGGER image_out");
}

int install(sqlite3 *db) { return RUN("CREATE TRIGGER image_in AFTER INSERT ON image BEGIN INSERT INTO audit VALUES ('in'); END"); }
int uninstall(sqlite3 *db) { return RUN("DROP TRIGGER image_in; ALTER TABLE audit RENAME TO gone"); }

int add_tag(sqlite3 *db) { return RUN("INSERT INTO tag (name) VALUES ('a')"); }          /* nothing fires */
int rename_tag(sqlite3 *db) { return RUN("UPDATE tag SET name = 'b' WHERE id = 1"); }    /* tag_new */
int remove_tag(sqlite3 *db) { return RUN("DELETE FROM tag WHERE id = 1"); }              /* tag_out */
int remove_image(sqlite3 *db) { return RUN("DELETE FROM image WHERE id = 1"); }          /* image_out */
int add_image(sqlite3 *db) { return RUN("INSERT INTO image (flags) VALUES (0)"); }       /* image_in */
