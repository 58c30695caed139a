/* Commands by name: a call through a table. */
#include "db.h"

static const struct { const char *name; int (*fn)(int id, const char *name); } commands[] = {
	{"customer", customer_command},
	{"order", order_command},
};

int main(int argc, char **argv) { return commands[argc & 1].fn(argc, argv[0]); }
