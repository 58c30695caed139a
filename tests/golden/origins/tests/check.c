
int check_it(void) { return 0; }
