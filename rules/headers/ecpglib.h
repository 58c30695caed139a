/* Declarations of what ecpg's output calls. */
#ifndef SPLITTER_ECPGLIB_H
#define SPLITTER_ECPGLIB_H
#include <stdbool.h>
#include "ecpgtype.h"
#include "libpq-fe.h"
#include "sqlca.h"
enum COMPAT_MODE { ECPG_COMPAT_PGSQL = 0, ECPG_COMPAT_INFORMIX, ECPG_COMPAT_INFORMIX_SE, ECPG_COMPAT_ORACLE };
bool ECPGstatus(int lineno, const char *connection_name);
bool ECPGsetcommit(int lineno, const char *mode, const char *connection_name);
bool ECPGsetconn(int lineno, const char *connection_name);
bool ECPGconnect(int lineno, int c, const char *name, const char *user, const char *passwd, const char *connection_name, int autocommit);
bool ECPGdo(const int lineno, const int compat, const int force_indicator, const char *connection_name, const bool questionmarks,
	const int st, const char *query, ...);
bool ECPGtrans(int lineno, const char *connection_name, const char *transaction);
bool ECPGdisconnect(int lineno, const char *connection_name);
bool ECPGprepare(int lineno, const char *connection_name, const bool questionmarks, const char *name, const char *variable);
bool ECPGdeallocate(int lineno, int c, const char *connection_name, const char *name);
bool ECPGdeallocate_all(int lineno, int compat, const char *connection_name);
char *ECPGprepared_statement(const char *connection_name, const char *name, int lineno);
PGconn *ECPGget_PGconn(const char *connection_name);
PGTransactionStatusType ECPGtransactionStatus(const char *connection_name);
void ECPGdebug(int n, FILE *dbgs);
char *ECPGerrmsg(void);
bool ECPGallocate_desc(int line, const char *name);
bool ECPGdeallocate_desc(int line, const char *name);
bool ECPGget_desc_header(int lineno, const char *desc_name, int *count);
bool ECPGget_desc(int lineno, const char *desc_name, int index, ...);
void sqlprint(void);
void ECPGset_var(int number, void *pointer, int lineno);
void *ECPGget_var(int number);
void ECPGset_noind_null(enum ECPGttype type, void *ptr);
bool ECPGis_noind_null(enum ECPGttype type, const void *ptr);
#endif
