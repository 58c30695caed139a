/* Declarations of libpq, PostgreSQL's client library, for reading programs where its own header is missing. */
#ifndef SPLITTER_LIBPQ_FE_H
#define SPLITTER_LIBPQ_FE_H
#include <stdio.h>
#include "postgres_ext.h"

typedef enum { CONNECTION_OK, CONNECTION_BAD, CONNECTION_STARTED, CONNECTION_MADE, CONNECTION_AWAITING_RESPONSE,
	CONNECTION_AUTH_OK, CONNECTION_SETENV, CONNECTION_SSL_STARTUP, CONNECTION_NEEDED } ConnStatusType;
typedef enum { PGRES_POLLING_FAILED, PGRES_POLLING_READING, PGRES_POLLING_WRITING, PGRES_POLLING_OK,
	PGRES_POLLING_ACTIVE } PostgresPollingStatusType;
typedef enum { PGRES_EMPTY_QUERY, PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_OUT, PGRES_COPY_IN, PGRES_BAD_RESPONSE,
	PGRES_NONFATAL_ERROR, PGRES_FATAL_ERROR, PGRES_COPY_BOTH, PGRES_SINGLE_TUPLE, PGRES_PIPELINE_SYNC,
	PGRES_PIPELINE_ABORTED } ExecStatusType;
typedef enum { PQTRANS_IDLE, PQTRANS_ACTIVE, PQTRANS_INTRANS, PQTRANS_INERROR, PQTRANS_UNKNOWN } PGTransactionStatusType;
typedef enum { PQERRORS_TERSE, PQERRORS_DEFAULT, PQERRORS_VERBOSE, PQERRORS_SQLSTATE } PGVerbosity;
typedef enum { PQPING_OK, PQPING_REJECT, PQPING_NO_RESPONSE, PQPING_NO_ATTEMPT } PGPing;

typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;
typedef struct pg_cancel PGcancel;
typedef struct pgNotify { char *relname; int be_pid; char *extra; struct pgNotify *next; } PGnotify;
typedef void (*PQnoticeReceiver)(void *arg, const PGresult *res);
typedef void (*PQnoticeProcessor)(void *arg, const char *message);
typedef char pqbool;
typedef struct _PQconninfoOption { char *keyword, *envvar, *compiled, *val, *label, *dispchar; int dispsize; } PQconninfoOption;
typedef struct { int len; int isint; union { int *ptr; int integer; } u; } PQArgBlock;
typedef struct _PQprintOpt { pqbool header, align, standard, html3, expanded, pager; char *fieldSep, *tableOpt, *caption; char **fieldName; } PQprintOpt;

PGconn *PQconnectStart(const char *conninfo);
PGconn *PQconnectStartParams(const char *const *keywords, const char *const *values, int expand_dbname);
PostgresPollingStatusType PQconnectPoll(PGconn *conn);
PGconn *PQconnectdb(const char *conninfo);
PGconn *PQconnectdbParams(const char *const *keywords, const char *const *values, int expand_dbname);
PGconn *PQsetdbLogin(const char *pghost, const char *pgport, const char *pgoptions, const char *pgtty, const char *dbName,
	const char *login, const char *pwd);
#define PQsetdb(host, port, options, tty, name) PQsetdbLogin(host, port, options, tty, name, NULL, NULL)
void PQfinish(PGconn *conn);
PQconninfoOption *PQconndefaults(void);
PQconninfoOption *PQconninfoParse(const char *conninfo, char **errmsg);
void PQconninfoFree(PQconninfoOption *connOptions);
int PQresetStart(PGconn *conn);
PostgresPollingStatusType PQresetPoll(PGconn *conn);
void PQreset(PGconn *conn);
PGcancel *PQgetCancel(PGconn *conn);
void PQfreeCancel(PGcancel *cancel);
int PQcancel(PGcancel *cancel, char *errbuf, int errbufsize);
int PQrequestCancel(PGconn *conn);
char *PQdb(const PGconn *conn);
char *PQuser(const PGconn *conn);
char *PQpass(const PGconn *conn);
char *PQhost(const PGconn *conn);
char *PQport(const PGconn *conn);
char *PQoptions(const PGconn *conn);
ConnStatusType PQstatus(const PGconn *conn);
PGTransactionStatusType PQtransactionStatus(const PGconn *conn);
const char *PQparameterStatus(const PGconn *conn, const char *paramName);
int PQprotocolVersion(const PGconn *conn);
int PQserverVersion(const PGconn *conn);
char *PQerrorMessage(const PGconn *conn);
int PQsocket(const PGconn *conn);
int PQbackendPID(const PGconn *conn);
int PQconnectionNeedsPassword(const PGconn *conn);
int PQclientEncoding(const PGconn *conn);
int PQsetClientEncoding(PGconn *conn, const char *encoding);
PGVerbosity PQsetErrorVerbosity(PGconn *conn, PGVerbosity verbosity);
void PQtrace(PGconn *conn, FILE *debug_port);
void PQuntrace(PGconn *conn);
PQnoticeReceiver PQsetNoticeReceiver(PGconn *conn, PQnoticeReceiver proc, void *arg);
PQnoticeProcessor PQsetNoticeProcessor(PGconn *conn, PQnoticeProcessor proc, void *arg);
PGresult *PQexec(PGconn *conn, const char *query);
PGresult *PQexecParams(PGconn *conn, const char *command, int nParams, const Oid *paramTypes, const char *const *paramValues,
	const int *paramLengths, const int *paramFormats, int resultFormat);
PGresult *PQprepare(PGconn *conn, const char *stmtName, const char *query, int nParams, const Oid *paramTypes);
PGresult *PQexecPrepared(PGconn *conn, const char *stmtName, int nParams, const char *const *paramValues,
	const int *paramLengths, const int *paramFormats, int resultFormat);
int PQsendQuery(PGconn *conn, const char *query);
int PQsendQueryParams(PGconn *conn, const char *command, int nParams, const Oid *paramTypes, const char *const *paramValues,
	const int *paramLengths, const int *paramFormats, int resultFormat);
int PQsendPrepare(PGconn *conn, const char *stmtName, const char *query, int nParams, const Oid *paramTypes);
int PQsendQueryPrepared(PGconn *conn, const char *stmtName, int nParams, const char *const *paramValues,
	const int *paramLengths, const int *paramFormats, int resultFormat);
int PQsetSingleRowMode(PGconn *conn);
PGresult *PQgetResult(PGconn *conn);
int PQisBusy(PGconn *conn);
int PQconsumeInput(PGconn *conn);
int PQenterPipelineMode(PGconn *conn);
int PQexitPipelineMode(PGconn *conn);
int PQpipelineSync(PGconn *conn);
PGnotify *PQnotifies(PGconn *conn);
int PQputCopyData(PGconn *conn, const char *buffer, int nbytes);
int PQputCopyEnd(PGconn *conn, const char *errormsg);
int PQgetCopyData(PGconn *conn, char **buffer, int async);
int PQgetline(PGconn *conn, char *string, int length);
int PQputline(PGconn *conn, const char *string);
int PQendcopy(PGconn *conn);
int PQsetnonblocking(PGconn *conn, int arg);
int PQisnonblocking(const PGconn *conn);
int PQisthreadsafe(void);
PGPing PQping(const char *conninfo);
int PQflush(PGconn *conn);
PGresult *PQfn(PGconn *conn, int fnid, int *result_buf, int *result_len, int result_is_int, const PQArgBlock *args, int nargs);
ExecStatusType PQresultStatus(const PGresult *res);
char *PQresStatus(ExecStatusType status);
char *PQresultErrorMessage(const PGresult *res);
char *PQresultErrorField(const PGresult *res, int fieldcode);
int PQntuples(const PGresult *res);
int PQnfields(const PGresult *res);
int PQbinaryTuples(const PGresult *res);
char *PQfname(const PGresult *res, int field_num);
int PQfnumber(const PGresult *res, const char *field_name);
Oid PQftable(const PGresult *res, int field_num);
int PQftablecol(const PGresult *res, int field_num);
int PQfformat(const PGresult *res, int field_num);
Oid PQftype(const PGresult *res, int field_num);
int PQfsize(const PGresult *res, int field_num);
int PQfmod(const PGresult *res, int field_num);
char *PQcmdStatus(PGresult *res);
char *PQoidStatus(const PGresult *res);
Oid PQoidValue(const PGresult *res);
char *PQcmdTuples(PGresult *res);
char *PQgetvalue(const PGresult *res, int tup_num, int field_num);
int PQgetlength(const PGresult *res, int tup_num, int field_num);
int PQgetisnull(const PGresult *res, int tup_num, int field_num);
int PQnparams(const PGresult *res);
Oid PQparamtype(const PGresult *res, int param_num);
PGresult *PQdescribePrepared(PGconn *conn, const char *stmt);
void PQclear(PGresult *res);
void PQfreemem(void *ptr);
#define PQfreeNotify(ptr) PQfreemem(ptr)
PGresult *PQmakeEmptyPGresult(PGconn *conn, ExecStatusType status);
size_t PQescapeStringConn(PGconn *conn, char *to, const char *from, size_t length, int *error);
char *PQescapeLiteral(PGconn *conn, const char *str, size_t len);
char *PQescapeIdentifier(PGconn *conn, const char *str, size_t len);
unsigned char *PQescapeByteaConn(PGconn *conn, const unsigned char *from, size_t from_length, size_t *to_length);
unsigned char *PQunescapeBytea(const unsigned char *strtext, size_t *retbuflen);
size_t PQescapeString(char *to, const char *from, size_t length);
unsigned char *PQescapeBytea(const unsigned char *from, size_t from_length, size_t *to_length);
void PQprint(FILE *fout, const PGresult *res, const PQprintOpt *ps);
int lo_open(PGconn *conn, Oid lobjId, int mode);
int lo_close(PGconn *conn, int fd);
int lo_read(PGconn *conn, int fd, char *buf, size_t len);
int lo_write(PGconn *conn, int fd, const char *buf, size_t len);
int lo_lseek(PGconn *conn, int fd, int offset, int whence);
Oid lo_creat(PGconn *conn, int mode);
Oid lo_create(PGconn *conn, Oid lobjId);
int lo_unlink(PGconn *conn, Oid lobjId);
Oid lo_import(PGconn *conn, const char *filename);
int lo_export(PGconn *conn, Oid lobjId, const char *filename);
int PQlibVersion(void);
int PQmblen(const char *s, int encoding);
int PQenv2encoding(void);
int PQinitSSL(int do_init);
#endif
