/* No word of its name is a system's. */
int win32x(void) { return 0; }
