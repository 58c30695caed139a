int main_x;
void *dlopen(const char *, int); void f(void) { dlopen("p.so", 1); }
