#define HINT __attribute__((noinline))
int one(int n);
