/* Transactions: which functions begin and end one, and the tables between. Private to data. */
#ifndef DATA_TRANSACTIONS_H
#define DATA_TRANSACTIONS_H

#include "data/statements.h"

/* Sets statement.transaction and adds transaction rows. Statements must be read. */
void transactions_find(struct data *d);

#endif
