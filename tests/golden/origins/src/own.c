/* Its windows and darwinism are its own. */
int own(void) { return 0; }
