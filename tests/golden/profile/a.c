static int step(int n) { return n + 1; }
static int log_it(int n) { return n; }
int run_a(int n) { return step(n) + log_it(n); }
