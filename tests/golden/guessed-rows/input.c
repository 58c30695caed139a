/* What rests on a declaration that was guessed says so, and is less sure than what the compiler knows. */
#include "nothere.h"
static int step(int n) { return n + 1; }
static int plain(int n) { return n + 2; }
int known;
struct ops { int (*run)(int); } ops = { plain };

/* A call through a record that no header declares, and one through a record that is declared. */
int through(handle_t *h)
{
	if (h->run(1) + ops.run(2))
		h->run = step;
	return 1;
}

/* A variable that no header declares, and one that is declared; both are defined in the tree. */
int count(void)
{
	wanted = known;
	table[2] = known;
	return wanted;
}

/* The address of one, given away. */
void hand(void)
{
	change(&wanted);
	change(&known);
}

/* Types of parameters and results: guessed, pointed to, and declared. */
count_t measure(count_t n, handle_t **list, int own) { return n + own + list[0]->size; }
int uses(void) { return measure(1, 0, 2) + plain(3); }

/* Statements that reach the driver by what no header declares, and without. */
int sqlite3_exec(struct sqlite3 *, const char *, int (*)(void *, int, char **, char **), void *, char **);
static int ask(const char *sql) { return sqlite3_exec(0, sql, 0, 0, 0); }
void store(handle_t *h)
{
	if (h->query("UPDATE guessed SET a = 1"))
		h->query = ask;
	ask("DELETE FROM declared");
}
