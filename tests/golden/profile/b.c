int run_a(int n);
static int step(int n) { return n - 1; }
int (*hook)(int) = run_a;
int run_b(int n) { return step(n) + hook(n); }
int main(void) { return run_b(1); }
