/* Declarations of the SQL descriptor area. */
#ifndef SPLITTER_SQLDA_H
#define SPLITTER_SQLDA_H
struct sqlname { short length; char data[64]; };
struct sqlvar_struct { short sqltype; short sqllen; char *sqldata; short *sqlind; struct sqlname sqlname; };
struct sqlda_struct { char sqldaid[8]; long sqldabc; short sqln; short sqld; struct sqlda_struct *desc_next; struct sqlvar_struct sqlvar[1]; };
typedef struct sqlvar_struct sqlvar_t;
typedef struct sqlda_struct sqlda_t;
typedef struct sqlda_struct SQLDA;
#endif
