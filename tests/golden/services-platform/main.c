/* The shell: opens, sets, notes that it was started, dispatches. */
#include "all.h"

sqlite3 *db;

static int
open_all(const char *path)
{
	return sqlite3_open(path, &db);
}

static int
note_start(void)
{
	return sqlite3_exec(db, "INSERT INTO started (at) VALUES ('now')", 0, 0, 0);
}

static int
usage(void)
{
	return 2;
}

static int
dispatch(char **argv)
{
	if (text_same(argv[1], "customer"))
		return customer_add(argv[2]) + customer_list() + customer_drop(1);
	if (text_same(argv[1], "product"))
		return product_add(argv[2]) + product_list() + product_drop(1);
	if (text_same(argv[1], "stock"))
		return stock_add(argv[2]) + stock_list() + stock_drop(1);
	if (text_same(argv[1], "payment"))
		return payment_add(argv[2]) + payment_list() + payment_drop(1);
	if (text_same(argv[1], "parcel"))
		return parcel_add(argv[2]) + parcel_list() + parcel_drop(1);
	if (text_same(argv[1], "set"))
		return conf_set(argv[2], argv[3]) + text_vowels(argv[3]);
	if (text_same(argv[1], "flush"))
		return mail_flush();
	return usage();
}

int
main(int argc, char **argv)
{
	if (argc < 3 || open_all("x.db") || note_start())
		return usage();
	return dispatch(argv);
}
