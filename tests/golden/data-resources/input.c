/* Files, processes, environment: names from literals, formats, constants of the program; modes from text and flags. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#define STATE_DIR "/var/lib/app"
static const char *log_path = "/var/log/app.log";
FILE *log_file(void) { return fopen(log_path, "a"); }
int state(int id) { char path[100]; snprintf(path, sizeof path, "%s/%d.state", STATE_DIR, id); return open(path, O_RDWR | O_CREAT, 0600); }
int config(int fallback) { return open(fallback ? "/etc/app.default" : "/etc/app.conf", O_RDONLY); }
FILE *given(const char *path) { return fopen(path, "r"); }
int clean(void) { remove("/tmp/app.lock"); return system("rm -rf /tmp/app"); }
const char *home(void) { return getenv("HOME"); }
