/* The tree's own header of that name is the one that counts. */
static inline int own_mysql(void) { return 1; }
