/* replay FOLDER…: runs a fuzz target on every file of the folders, in sorted order, without libFuzzer. In: the
 * corpus; out: the number of files. A fault ends the program, and the name of its file was printed before. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct replay {
	const char *folder;
	size_t count, failed;
};

static bool
run(void *arg, const char *name, bool is_folder)
{
	struct replay *r = arg;
	if (is_folder)
		return true;
	struct arena a;
	size_t size;
	arena_init(&a);
	printf("%s\n", name);
	fflush(stdout);
	char *data = path_read(path_join(&a, r->folder, name), 0, &size);
	if (data) {
		/* a copy of just that size, so that a sanitizer sees any step beyond it */
		uint8_t *exact = malloc(size ? size : 1);
		if (!exact)
			abort();
		memcpy(exact, data, size);
		LLVMFuzzerTestOneInput(exact, size);
		free(exact);
		r->count++;
	} else {
		fprintf(stderr, "replay: %s: %s\n", name, strerror(errno));
		r->failed++;
	}
	free(data);
	arena_finish(&a);
	return true;
}

int
main(int argc, char **argv)
{
	size_t count = 0, failed = argc < 2;
	for (int i = 1; i < argc; i++) {
		struct replay r = {.folder = argv[i]};
		if (!path_walk(argv[i], run, &r)) {
			fprintf(stderr, "replay: %s: %s\n", argv[i], strerror(errno));
			failed++;
		}
		count += r.count;
		failed += r.failed;
	}
	printf("%zu passed, %zu failed\n", count, failed);
	return failed || !count;
}
