/* The definitions that input.c has no header for. */
int wanted;
int table[4];
void change(int *p) { *p = 1; }
