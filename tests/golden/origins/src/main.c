/* The program itself. */
int own(void);
int main(void) { return own(); }
