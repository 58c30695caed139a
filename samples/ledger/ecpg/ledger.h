/* What the parts of the ledger share. */
#ifndef LEDGER_H
#define LEDGER_H

struct customer { int id; char name[41]; };

/* accounts.pgc */
int customer_add(const struct customer *c);
int account_open(int customer, const char *kind);
int account_close(int account);
int account_balance(int account, double *balance);

/* posting.pgc */
int post(int account, double amount, const char *note);
int transfer(int from, int to, double amount);
int undo_last(int account);

/* reports.pgc */
int list_open(void);
int list_entries(int account);
int bulletin(int account, const char *month);
int count_rows(const char *table);

/* failure.pgc */
int failed(const char *what);

#endif
