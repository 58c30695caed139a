struct hooks { int (*before)(int); };
int run(int x);
