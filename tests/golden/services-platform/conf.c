/* Settings: read by everybody, set by the command line. */
#include "all.h"

const char *
conf_text(const char *name)
{
	sqlite3_exec(db, "SELECT value FROM settings WHERE name = 'x'", 0, 0, 0);
	return name;
}

int
conf_number(const char *name)
{
	return text_length(conf_text(name));
}

int
conf_set(const char *name, const char *value)
{
	return sqlite3_exec(db, "UPDATE settings SET value = 'x' WHERE name = 'y'", 0, 0, 0) + text_same(name, value);
}
