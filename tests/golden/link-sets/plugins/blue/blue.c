#include "../../api.h"
static int blue_handle(int x) { return run(0, x); }
static int blue_add(int a, int b) { return a + b; }
static struct plugin blue = {"blue", blue_handle, (anything_f)blue_add};
void blue_init(void) { plugin_add(&blue); }
