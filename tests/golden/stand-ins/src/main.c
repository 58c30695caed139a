/* Nothing of this is built: config.h, src/build.h and Oracle's header are missing. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "build.h"
#include <oci.h>
#include <mysql.h>
#ifdef HAVE_UNISTD_H
#include <unistd.h>
#endif
#if SIZEOF_LONG != 8 || HAVE_POLL_H != 1 || HAVE_GADGET2
#error "the stand-ins are wrong"
#endif
const char *version = PACKAGE_VERSION PREFIX;
#ifdef HAVE_STRLCPY
static int not_there(void) { return 1; }
#endif
#ifdef HAVE_ORACLE
static int from_oracle(OCISvcCtx *c, OCIStmt *s, OCIError *e)
{
	if (OCIStmtPrepare(s, e, (const OraText *)"SELECT name FROM parts WHERE id = :1", LIMIT, OCI_NTV_SYNTAX, OCI_DEFAULT) != OCI_SUCCESS)
		return -1;
	return OCIStmtExecute(c, s, e, 1, 0, 0, 0, OCI_COMMIT_ON_SUCCESS);
}
#endif
int main(void) { return from_oracle(0, 0, 0) + own_mysql(); }
