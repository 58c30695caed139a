/* parsedump DIR FILE [flags]: parses one file of a tree, with the flags of its compile database or the ones given,
 * and prints its facts. For people. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "parse/unit.h"

static int
dump(struct unit *u)
{
	struct diag_queue diags;
	size_t size;
	diag_init(&diags);
	void *image = fact_writer_image(u->out, &size);
	struct fact_reader *r = fact_reader_bytes(image, size, "facts", &diags);
	if (r)
		fact_dump(r, stdout);
	diag_print(&diags, stderr);
	fact_reader_destroy(r);
	free(image);
	diag_finish(&diags);
	return r ? 0 : 1;
}

static const struct compdb_unit *
find(const struct compdb *db, const char *path)
{
	for (size_t i = 0; i < db->unit_count; i++)
		if (!strcmp(db->units[i].path, path))
			return &db->units[i];
	return NULL;
}

static int
parse(const struct compdb *db, const struct compdb_unit *source)
{
	struct sources sources;
	struct unit u;
	setenv("SOURCE_DATE_EPOCH", "0", 1);
	sources_init(&sources, db);
	unit_init(&u, &sources);
	CXIndex index = clang_createIndex(0, 0);
	struct unit_outcome o = unit_read(&u, index, source);
	int status = dump(&u);
	fprintf(stderr, "%s: %s, %u errors, %u lost%s%s\n", source->name, unit_status_word(o.status), o.errors, o.lost,
	        o.reason ? ": " : "", o.reason ? o.reason : "");
	unit_finish(&u);
	sources_finish(&sources);
	clang_disposeIndex(index);
	return status;
}

int
main(int argc, char **argv)
{
	char path[PATH_MAX];
	if (argc < 3 || !realpath(argv[2], path)) {
		fputs("usage: parsedump DIR FILE [flags]\n", stderr);
		return 2;
	}
	struct compdb_options options = {.folder = argv[1]};
	struct compdb db;
	struct diag_queue diags;
	diag_init(&diags);
	bool loaded = compdb_load(&options, &db, &diags);
	const struct compdb_unit *found = loaded ? find(&db, path) : NULL;
	diag_print(&diags, stderr);
	diag_finish(&diags);
	if (!found) {
		fprintf(stderr, "parsedump: no unit %s\n", path);
		return 3;
	}
	struct compdb_unit source = *found;
	if (argc > 3) {
		source.arguments = (const char **)(argv + 3);
		source.argument_count = (size_t)argc - 3;
	}
	int status = parse(&db, &source);
	compdb_finish(&db);
	return status;
}
