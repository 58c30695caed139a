
int w32(void) { return 0; }
