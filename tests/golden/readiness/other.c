/* Another variable of the same name: a finding of its own. */
static int served;                    /* counter */
int count_here(void) { return ++served; }
