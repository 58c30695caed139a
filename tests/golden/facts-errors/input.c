/* What cannot be read costs its statement, is counted, and the rest stays. */
#include "missing.h"
int known(int n);
unknown_t global;

int
survives(int n)
{
	known(1);
	nosuch->f(known(2));
	unknown_t local;
	n = known(3) + undeclared;
	return known(4);
}
