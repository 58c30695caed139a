/* A program of one file. */
#include "../api.h"
static int (*mine)(int);
static int alone(int x) { return x; }
int main(int argc, char **argv) { mine = alone; return mine(argc); }
