/* Declarations of the SQL communication area (ECPG and Pro*C use its members alike). */
#ifndef POSTGRES_SQLCA_H
#define POSTGRES_SQLCA_H
struct sqlca_t {
	char sqlcaid[8];
	long sqlabc;
	long sqlcode;
	struct { int sqlerrml; char sqlerrmc[150]; } sqlerrm;
	char sqlerrp[8];
	long sqlerrd[6];
	char sqlwarn[8];
	char sqlstate[5];
	char sqlext[8];
};
struct sqlca_t *ECPGget_sqlca(void);
#define sqlca (*ECPGget_sqlca())
#endif
