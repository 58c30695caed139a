/* KR-C code produced by gperf version 3.1 */
int words(void) { return 0; }
