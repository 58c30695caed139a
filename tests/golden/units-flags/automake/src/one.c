int main(void) { return LEVEL; }
