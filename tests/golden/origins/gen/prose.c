/* How tables are generated is told elsewhere. */
int prose(void) { return 0; }
