/* Our own wrapping. */
int wrap(void) { return 0; }
