/* Declarations of ECPG's error numbers. */
#ifndef SPLITTER_ECPGERRNO_H
#define SPLITTER_ECPGERRNO_H
#define ECPG_NO_ERROR 0
#define ECPG_NOT_FOUND 100
#define ECPG_OUT_OF_MEMORY (-12)
#define ECPG_UNSUPPORTED (-200)
#define ECPG_TOO_MANY_ARGUMENTS (-201)
#define ECPG_TOO_FEW_ARGUMENTS (-202)
#define ECPG_NO_CONN (-220)
#define ECPG_NOT_CONN (-221)
#define ECPG_PGSQL (-400)
#define ECPG_TRANS (-401)
#define ECPG_CONNECT (-402)
#define ECPG_DUPLICATE_KEY (-403)
#define ECPG_SUBSELECT_NOT_ONE (-404)
#endif
