/* Declarations of ODBC's types. */
#ifndef SPLITTER_SQLTYPES_H
#define SPLITTER_SQLTYPES_H
#define SQL_API
typedef unsigned char SQLCHAR;
typedef signed char SQLSCHAR;
typedef unsigned char SQLDATE, SQLDECIMAL, SQLNUMERIC, SQLTIME, SQLTIMESTAMP, SQLVARCHAR;
typedef double SQLDOUBLE, SQLFLOAT;
typedef float SQLREAL;
typedef int SQLINTEGER;
typedef unsigned int SQLUINTEGER;
typedef short SQLSMALLINT;
typedef unsigned short SQLUSMALLINT;
typedef unsigned short SQLWCHAR;
typedef long SQLLEN;
typedef unsigned long SQLULEN;
typedef unsigned long SQLSETPOSIROW;
typedef long long SQLBIGINT;
typedef unsigned long long SQLUBIGINT;
typedef void *SQLPOINTER;
typedef void *SQLHANDLE;
typedef SQLHANDLE SQLHENV, SQLHDBC, SQLHSTMT, SQLHDESC;
typedef SQLSMALLINT SQLRETURN;
typedef SQLPOINTER SQLHWND;
typedef SQLHENV HENV;
typedef SQLHDBC HDBC;
typedef SQLHSTMT HSTMT;
typedef SQLRETURN RETCODE;
typedef unsigned char UCHAR;
typedef short SWORD;
typedef unsigned short UWORD;
typedef int SDWORD;
typedef unsigned int UDWORD;
typedef void *PTR;
typedef SQLCHAR SQLTCHAR;
typedef struct tagDATE_STRUCT { SQLSMALLINT year; SQLUSMALLINT month, day; } DATE_STRUCT, SQL_DATE_STRUCT;
typedef struct tagTIME_STRUCT { SQLUSMALLINT hour, minute, second; } TIME_STRUCT, SQL_TIME_STRUCT;
typedef struct tagTIMESTAMP_STRUCT { SQLSMALLINT year; SQLUSMALLINT month, day, hour, minute, second; SQLUINTEGER fraction; } TIMESTAMP_STRUCT, SQL_TIMESTAMP_STRUCT;
typedef struct tagSQL_NUMERIC_STRUCT { SQLCHAR precision; SQLSCHAR scale; SQLCHAR sign; SQLCHAR val[16]; } SQL_NUMERIC_STRUCT;
#endif
