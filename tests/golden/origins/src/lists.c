/* Our own lists, not of lua.h. */
int lists(void) { return 0; }
