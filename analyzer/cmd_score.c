/* splitter score OUT [FILE]: how our services, a known partition and the trivial ones measure. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "advise/sheet.h"
#include "base/path.h"
#include "commands.h"
#include "score/score.h"
#include "splitter/diag.h"

enum { MOST_PARTITIONS = SCORE_TRIVIAL + 2 };

struct scoring {
	const struct options *options;
	struct score_program program;
	struct score_partition list[MOST_PARTITIONS]; /* ours, given if there is one, trivial ones */
	size_t count;
	const char *file;            /* of the given one, NULL: none */
	struct score_reading reading;
	struct score_range usual;
	bool *among;                 /* members compared: those of ours, and of the given one */
	double values[MOST_PARTITIONS][SCORE_METRIC_COUNT];
};

static bool
read_range(const char *text, struct score_range *out)
{
	char *end;
	errno = 0;
	unsigned long least = strtoul(text, &end, 10), most = 0;
	bool ok = end != text && *end == '-' && text[0] != '-' && end[1] >= '0' && end[1] <= '9';
	if (ok)
		most = strtoul(end + 1, &end, 10);
	*out = (struct score_range){(uint32_t)least, (uint32_t)most};
	return ok && !*end && !errno && least <= most && most < UINT32_MAX;
}

static bool
load_ours(struct scoring *s, struct evidence *e)
{
	struct arena bulk;
	STORE_ROWS(member) members;
	arena_init(&bulk);
	bool ok = score_load(&s->program, e) && store_load(e, MEMBER, &bulk, &members);
	if (ok) {
		struct score_row *rows = arena_array(&bulk, struct score_row, members.count + 1);
		for (size_t i = 0; i < members.count; i++)
			rows[i] = (struct score_row){members.at[i].kind, members.at[i].row, (uint32_t)members.at[i].service};
		s->list[s->count++] = score_of_rows(&s->program, "ours", rows, members.count);
	}
	arena_finish(&bulk);
	return ok;
}

static bool
load_given(struct scoring *s, struct diag_queue *diags)
{
	FILE *in = fopen(s->file, "rb");
	struct score_partition *given = &s->list[s->count];
	if (in) {
		*given = score_empty(&s->program, "given");
		errno = 0;
		score_read_rsf(&s->program, in, given, &s->reading);
	}
	bool bad = !in || ferror(in);
	if (bad)
		diag_add(diags, DIAG_ERROR, "score", s->file, 0, 0, "cannot be read: %s", strerror(errno));
	else if (!s->reading.taken)
		diag_add(diags, DIAG_ERROR, "score", s->file, 0, 0,
		         "no line names a function or table of this result; wanted: contain CLUSTER NAME (%zu unknown, %zu ambiguous, %zu unreadable)",
		         s->reading.unknown, s->reading.ambiguous, s->reading.unreadable);
	if (in)
		fclose(in);
	s->count++;
	return !bad && s->reading.taken;
}

static void
measure(struct scoring *s)
{
	const struct score_partition *given = s->file ? &s->list[1] : NULL;
	s->among = arena_array(&s->program.arena, bool, (size_t)s->program.count + 1);
	for (uint32_t i = 0; i < s->program.count; i++)
		s->among[i] = s->list[0].cluster[i] != SCORE_NONE && (!given || given->cluster[i] != SCORE_NONE);
	score_trivial(&s->program, s->list + s->count);
	s->count += SCORE_TRIVIAL;
	for (size_t i = 0; i < s->count; i++)
		score_measure(&s->program, &s->list[i], given, s->among, s->usual, s->values[i]);
}

/* ---- text ---- */

static void
tell_missing(const char *what, size_t count, const char *first)
{
	if (!count)
		return;
	printf("%-13s %zu %s", "", count, what);
	if (first) {
		fputs(", the first: ", stdout);
		sheet_put_text(first, stdout);
	}
	putchar('\n');
}

static void
print_reading(const struct scoring *s)
{
	const struct score_reading *r = &s->reading;
	printf("%-13s ", "given");
	sheet_put_text(s->file, stdout);
	printf(": %zu members\n", r->taken);
	tell_missing("names that no function or table here has", r->unknown, r->first_unknown);
	tell_missing("names that several functions have (say which by FILE:NAME)", r->ambiguous, r->first_ambiguous);
	tell_missing("members named again; the last line counts", r->repeated, NULL);
	tell_missing("lines of another form", r->unreadable, NULL);
	tell_missing("members that are in no service of ours", r->taken - (size_t)s->values[0][SCORE_MEMBERS], NULL);
}

static bool
is_count(int metric)
{
	return metric == SCORE_MEMBERS || metric == SCORE_CLUSTERS;
}

static void
print_value(int metric, double value, int width)
{
	if (isnan(value))
		printf("%*s", width, "-");
	else if (is_count(metric))
		printf("%*.0f", width, value);
	else
		printf("%*.*f", width, metric == SCORE_ARI || metric == SCORE_MOJOFM ? 1 : 4, value);
}

static int
column_width(const char *name)
{
	enum { NARROW = 9, GAP = 2 };
	int wide = (int)strlen(name) + GAP;
	return wide > NARROW ? wide : NARROW;
}

static void
print_text(const struct scoring *s)
{
	if (s->file)
		print_reading(s);
	printf("%-13s", "");
	for (size_t i = 0; i < s->count; i++)
		printf("%*s", column_width(s->list[i].name), s->list[i].name);
	putchar('\n');
	for (int m = 0; m < SCORE_METRIC_COUNT; m++) {
		if (!s->file && (m == SCORE_ARI || m == SCORE_MOJOFM))
			continue;
		printf("%-13s", score_metric_name(m));
		for (size_t i = 0; i < s->count; i++)
			print_value(m, s->values[i][m], column_width(s->list[i].name));
		printf("  %s\n", score_metric_text(m));
	}
}

/* ---- JSON ---- */

static void
print_json_value(const char *name, int metric, double value)
{
	printf(", \"%s\": ", name);
	if (isnan(value))
		fputs("null", stdout);
	else
		printf(is_count(metric) ? "%.0f" : "%.6f", value);
}

static void
print_json(const struct scoring *s)
{
	printf("{\"usual_size\": [%u, %u],\n \"given\": ", s->usual.least, s->usual.most);
	if (s->file) {
		fputs("{\"file\": ", stdout);
		sheet_put_json_text(s->file, stdout);
		printf(", \"members\": %zu, \"unknown\": %zu, \"ambiguous\": %zu, \"repeated\": %zu, \"unreadable\": %zu}",
		       s->reading.taken, s->reading.unknown, s->reading.ambiguous, s->reading.repeated, s->reading.unreadable);
	} else {
		fputs("null", stdout);
	}
	fputs(",\n \"scores\": [", stdout);
	for (size_t i = 0; i < s->count; i++) {
		printf("%s\n  {\"partition\": \"%s\"", i ? "," : "", s->list[i].name);
		for (int m = 0; m < SCORE_METRIC_COUNT; m++)
			print_json_value(score_metric_name(m), m, s->values[i][m]);
		putchar('}');
	}
	fputs("]}\n", stdout);
}

static int
score_result(struct scoring *s, struct evidence *e, struct diag_queue *diags)
{
	if (!load_ours(s, e) || (s->file && !load_given(s, diags)))
		return EXIT_FAILED;
	measure(s);
	if (s->options->json)
		print_json(s);
	else
		print_text(s);
	return EXIT_OK;
}

int
cmd_score(const struct options *o)
{
	struct scoring s = {.options = o, .usual = SCORE_RANGE_PUBLISHED, .file = o->words.count == 2 ? o->words.at[1] : NULL};
	if (o->words.count < 1 || o->words.count > 2) {
		fprintf(stderr, "splitter: score wants OUT and perhaps one file; see splitter score --help\n");
		return EXIT_USAGE;
	}
	if (o->usual && !read_range(o->usual, &s.usual)) {
		fprintf(stderr, "splitter: --usual-size wants two numbers, 5-20; see splitter score --help\n");
		return EXIT_USAGE;
	}
	struct arena a;
	struct diag_queue diags;
	arena_init(&a);
	diag_init(&diags);
	struct evidence *e = evidence_open(path_join(&a, o->words.at[0], "splitter.db"), &diags);
	int status = e ? score_result(&s, e, &diags) : EXIT_FAILED;
	if (e)
		score_finish(&s.program);
	evidence_close(e);
	diag_print(&diags, stderr);
	diag_finish(&diags);
	arena_finish(&a);
	return status;
}
