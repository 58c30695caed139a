/* Shared by the batch programs; precompiled as well. */
EXEC SQL BEGIN DECLARE SECTION;
struct account_row {
	int id;
	double balance;
	VARCHAR kind[11];
};
EXEC SQL END DECLARE SECTION;

enum { BATCH = 100 };

void stop(const char *what);
