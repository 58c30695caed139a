/* factdump FILE…: fact files as text on standard output, each preceded by `# NAME`. For goldens and people. */
#include <stdio.h>

#include "facts/facts_file.h"

int
main(int argc, char **argv)
{
	struct diag_queue diags;
	diag_init(&diags);
	int status = argc > 1 ? EXIT_OK : EXIT_USAGE;
	if (argc < 2)
		fputs("usage: factdump FILE...\n", stderr);
	for (int i = 1; i < argc; i++) {
		struct fact_reader *r = fact_reader_open(argv[i], &diags);
		if (!r) {
			status = EXIT_FAILED;
			continue;
		}
		printf("# %s\n", argv[i]);
		fact_dump(r, stdout);
		fact_reader_destroy(r);
	}
	diag_print(&diags, stderr);
	diag_finish(&diags);
	if (fflush(stdout) || ferror(stdout)) {
		perror("factdump: standard output");
		return EXIT_FAILED;
	}
	return status;
}
