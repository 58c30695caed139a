/* The client; helper() is in no link set and comes as its only definition. It never meets a plugin. */
#include "../api.h"
int helper(int x);
extern int level;
static int asked(int x) { return helper(x + level); }
int main(int argc, char **argv) { return run(asked, argc); }
