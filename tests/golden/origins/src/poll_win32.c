/* Named after another system. */
int poll_win32(void) { return 0; }
