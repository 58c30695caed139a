static inline int twice(int x) { return 2 * x; }
extern int shared_state;
