
int menu(void) { return 0; }
