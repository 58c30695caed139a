/* What the core knows of a plugin, and plugins of each other. */
typedef int (*handle_f)(int);
typedef void (*anything_f)(void);
struct plugin { const char *name; handle_f handle; anything_f exported; };
extern struct plugin *plugins[8];
void plugin_add(struct plugin *p);
anything_f plugin_find(const char *name);
int run(handle_f f, int x);
