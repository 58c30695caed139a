/* Stored functions that a SELECT calls do their work behind it. */
#include "db.h"
typedef struct PGconn PGconn;
void *PQexec(PGconn *, const char *);
PGconn *conn;
void *merge(const char *cluster, int set, int add) { char sql[200]; sprintf(sql, "lock table \"_%s\".sets; select \"_%s\".mergeSet(%d, %d);", cluster, cluster, set, add); return PQexec(conn, sql); }
void *event(void) { return PQexec(conn, "select * from createevent('tick')"); }
void *counted(void) { return PQexec(conn, "select count(*), max(id), lower('mergeSet') from nodes"); }
