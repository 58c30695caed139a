/* splitter explain OUT NAME: why is this here, what does it touch, who calls it. */
#include <stdio.h>

#include "advise/explain.h"
#include "base/path.h"
#include "commands.h"
#include "model/model_build.h"
#include "splitter/diag.h"

enum { ROWS_SHOWN = 12, SUGGESTIONS = 6, MATCHES_SHOWN = 40 };

static void
list_subjects(const struct explain_subject *const *list, size_t count, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		fputs("  ", out);
		sheet_put_text(list[i]->key, out);
		if (list[i]->file) {
			fputs("  ", out);
			sheet_put_text(list[i]->file, out);
			if (list[i]->line > 0)
				fprintf(out, ":%lld", (long long)list[i]->line);
		}
		putc('\n', out);
	}
}

static void
list_json(const char *error, const char *word, const struct explain_subject *const *list, size_t count)
{
	printf("{\"error\": \"%s\", \"name\": ", error);
	sheet_put_json_text(word, stdout);
	fputs(",\n \"candidates\": [", stdout);
	for (size_t i = 0; i < count; i++) {
		printf("%s\n  {\"kind\": \"%s\", \"key\": ", i ? "," : "", explain_word(list[i]->kind));
		sheet_put_json_text(list[i]->key, stdout);
		fputs(", \"file\": ", stdout);
		if (list[i]->file)
			sheet_put_json_text(list[i]->file, stdout);
		else
			fputs("null", stdout);
		printf(list[i]->file && list[i]->line > 0 ? ", \"line\": %lld}" : ", \"line\": null}", (long long)list[i]->line);
	}
	fputs("]}\n", stdout);
}

static void
tell_unknown(struct explain *x, const struct options *o, const char *word)
{
	const struct explain_subject *near[SUGGESTIONS];
	size_t n = explain_suggest(x, word, near, SUGGESTIONS);
	fputs("splitter: nothing is called \"", stderr);
	sheet_put_text(word, stderr);
	fputs(n ? "\"; near to it:\n" : "\"; names are in the views v_function, v_global, v_table, v_column and v_service of splitter query\n", stderr);
	list_subjects(near, n, stderr);
	if (o->json)
		list_json("unknown", word, near, n);
}

static void
tell_ambiguous(const struct options *o, const char *word, const struct explain_subject *found, size_t count)
{
	const struct explain_subject **list = mem_alloc(count * sizeof *list);
	for (size_t i = 0; i < count; i++)
		list[i] = &found[i];
	fprintf(stderr, "splitter: %zu things are called \"", count);
	sheet_put_text(word, stderr);
	fputs("\"; say which by its key:\n", stderr);
	list_subjects(list, count < MATCHES_SHOWN ? count : MATCHES_SHOWN, stderr);
	if (count > MATCHES_SHOWN)
		fprintf(stderr, "  … %zu more\n", count - MATCHES_SHOWN);
	if (o->json)
		list_json("ambiguous", word, list, count);
	free(list);
}

static int
tell(struct explain *x, struct evidence *e, const struct options *o, const struct explain_subject *subject, struct diag_queue *diags)
{
	struct model *model = subject->kind == EXPLAIN_SERVICE ? model_load(e, diags) : NULL;
	if (subject->kind == EXPLAIN_SERVICE && !model)
		return EXIT_FAILED;
	struct arena arena;
	struct sheet sheet;
	arena_init(&arena);
	sheet_init(&sheet, &arena);
	explain_tell(x, subject, model, &sheet);
	if (o->json)
		sheet_print_json(&sheet, stdout);
	else
		sheet_print(&sheet, o->all ? 0 : ROWS_SHOWN, stdout);
	sheet_finish(&sheet);
	arena_finish(&arena);
	model_destroy(model);
	return EXIT_OK;
}

static int
explain_result(struct evidence *e, const struct options *o, struct diag_queue *diags)
{
	struct explain *x = explain_load(e);
	if (!x)
		return EXIT_FAILED;
	const char *word = o->words.at[1];
	const struct explain_subject *found;
	size_t count = explain_find(x, word, &found);
	int status = EXIT_USAGE;
	if (count == 1)
		status = tell(x, e, o, found, diags);
	else if (count == 0)
		tell_unknown(x, o, word);
	else
		tell_ambiguous(o, word, found, count);
	explain_destroy(x);
	return status;
}

int
cmd_explain(const struct options *o)
{
	if (o->words.count != 2) {
		fprintf(stderr, "splitter: explain wants OUT and one name; see splitter explain --help\n");
		return EXIT_USAGE;
	}
	struct arena a;
	struct diag_queue diags;
	arena_init(&a);
	diag_init(&diags);
	struct evidence *e = evidence_open(path_join(&a, o->words.at[0], "splitter.db"), &diags);
	int status = e ? explain_result(e, o, &diags) : EXIT_FAILED;
	evidence_close(e);
	diag_print(&diags, stderr);
	diag_finish(&diags);
	arena_finish(&a);
	return status;
}
