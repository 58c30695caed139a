/* Calls what blue exports, by way of the core and a cast: of blue only a function of the call's type is meant. */
#include "../../api.h"
static int red_handle(int x)
{
	int (*add)(int, int) = (int (*)(int, int))plugin_find("blue");
	return add(x, 1);
}
static void red_exported(void) {}
static struct plugin red = {"red", red_handle, red_exported};
void red_init(void) { plugin_add(&red); }
