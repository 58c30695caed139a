/* miniz.c - public domain deflate/inflate */
int miniz(void) { return 0; }
