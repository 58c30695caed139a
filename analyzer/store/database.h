/* Database: what writer and reader agree on. Private to store. */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include <sqlite3.h>

#include "splitter/diag.h"

enum { DATABASE_ID = 0x53504c54 }; /* "SPLT": application_id in the file's header */

/* Opens a result read-only, as a stranger's file: nothing in it is trusted, no lock and no journal is looked at
 * (results are exchanged whole, never changed). NULL with an error queued. */
sqlite3 *database_open(const char *path, struct diag_queue *diags);

#endif
