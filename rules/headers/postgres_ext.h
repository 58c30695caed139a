/* Declarations of PostgreSQL's types that clients share. */
#ifndef SPLITTER_POSTGRES_EXT_H
#define SPLITTER_POSTGRES_EXT_H
typedef unsigned int Oid;
#define InvalidOid ((Oid)0)
#define OID_MAX 4294967295U
typedef long int pg_int64;
#define PG_DIAG_SEVERITY 'S'
#define PG_DIAG_SQLSTATE 'C'
#define PG_DIAG_MESSAGE_PRIMARY 'M'
#define PG_DIAG_MESSAGE_DETAIL 'D'
#define PG_DIAG_MESSAGE_HINT 'H'
#define PG_DIAG_STATEMENT_POSITION 'P'
#define PG_DIAG_CONTEXT 'W'
#define PG_DIAG_SCHEMA_NAME 's'
#define PG_DIAG_TABLE_NAME 't'
#define PG_DIAG_COLUMN_NAME 'c'
#define PG_DIAG_CONSTRAINT_NAME 'n'
#endif
