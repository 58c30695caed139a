/* Windows on a screen. */
int list_windows(void) { return 0; }
