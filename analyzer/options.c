/* The option table and its parser: --name VALUE, --name=VALUE, -xVALUE, -x VALUE; `--` ends options. */
#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum kind { FLAG, TEXT, LIST, COUNT, NUMBER };

struct option_row {
	const char *name;
	char letter;
	enum kind kind;
	size_t at; /* offset in struct options */
	unsigned commands;
	const char *value, *help; /* help NULL: hidden */
};

#define AT(field) offsetof(struct options, field)
enum { READS = COMMAND_UNITS | COMMAND_ANALYZE | COMMAND_INDEX, SPLITS = COMMAND_ANALYZE | COMMAND_CLUSTER,
       STAGES = COMMAND_ALL & ~(COMMAND_UNITS | COMMAND_QUERY | COMMAND_EXPLAIN | COMMAND_RULES | COMMAND_PLAN | COMMAND_SCORE | COMMAND_INIT) };

static const struct option_row table[] = {
	{"build", 'p', LIST, AT(builds), READS | COMMAND_INIT, "[NAME=]BUILD", "compile database or its folder; may repeat: several configurations"},
	{"output", 'o', TEXT, AT(out), COMMAND_ANALYZE | COMMAND_INDEX | COMMAND_UNITS | COMMAND_INIT, "OUT", "folder of the result (default: splitter-out)"},
	{"build-log", 0, LIST, AT(build_logs), READS, "[NAME=]FILE", "units from what a build printed (make -n, make V=1, ninja -v)"},
	{"path-map", 0, LIST, AT(path_maps), READS, "OLD=NEW", "the database was made elsewhere"},
	{"include", 0, LIST, AT(includes), READS, "GLOB", "read only these files"},
	{"exclude", 0, LIST, AT(excludes), READS, "GLOB", "leave these files out"},
	{"program", 0, TEXT, AT(program), READS, "NAME", "only this program of a tree that holds several"},
	{"rules", 0, LIST, AT(rules), STAGES | COMMAND_UNITS | COMMAND_RULES | COMMAND_INIT, "FILE", "more rules: a .json file or a folder of them; later wins by name"},
	{"decisions", 0, TEXT, AT(decisions), SPLITS, "FILE", "the architect's decisions (default: DIR/splitter.json)"},
	{"history", 0, TEXT, AT(history), SPLITS, "FILE", "what git log --name-status wrote: files changed together belong together"},
	{"profile", 0, TEXT, AT(profile), SPLITS, "FILE", "a callgrind.out file or what perf script printed: who calls whom often"},
	{"services", 0, COUNT, AT(services), SPLITS, "N", "how many services to propose (default: found)"},
	{"resolution", 0, NUMBER, AT(resolution), SPLITS, "R", "finer (> 1) or coarser (< 1) services"},
	{"cache", 0, TEXT, AT(cache), STAGES | COMMAND_RULES, "DIR", "facts and stages (default: OUT.cache)"},
	{"jobs", 'j', COUNT, AT(jobs), COMMAND_ANALYZE | COMMAND_INDEX, "N", "workers (default: one a processor)"},
	{"timings", 0, TEXT, AT(timings), STAGES, "FILE", "write CPU and wall seconds of each stage"},
	{"strict", 0, FLAG, AT(strict), COMMAND_ANALYZE | COMMAND_INDEX, NULL, "exit 1 when a unit was not understood whole"},
	{"all", 0, FLAG, AT(all), COMMAND_EXPLAIN, NULL, "every row of every section, not the first of them"},
	{"usual-size", 0, TEXT, AT(usual), COMMAND_SCORE, "MIN-MAX", "sizes that NED takes for usual (default: 5-20, as published)"},
	{"json", 0, FLAG, AT(json), COMMAND_ALL & ~(COMMAND_RULES | COMMAND_INIT), NULL, "machine-readable output"},
	{"quiet", 'q', FLAG, AT(quiet), COMMAND_ALL, NULL, "say only what went wrong"},
	{"help", 'h', FLAG, AT(help), COMMAND_ALL, NULL, "this text"},
	{"force-worker-fault", 0, TEXT, AT(fault), COMMAND_ANALYZE | COMMAND_INDEX, "KIND:FILE", NULL},
};
enum { ROWS_IN_TABLE = sizeof table / sizeof *table };

static unsigned
distance(const char *a, const char *b)
{
	size_t n = strlen(b);
	unsigned row[64];
	if (n >= 64 || strlen(a) >= 64)
		return 99;
	for (unsigned j = 0; j <= n; j++)
		row[j] = j;
	for (unsigned i = 1; a[i - 1]; i++) {
		unsigned diagonal = row[0];
		row[0] = i;
		for (unsigned j = 1; j <= n; j++) {
			unsigned change = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			unsigned shorter = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
			row[j] = change < shorter ? change : shorter;
		}
	}
	return row[n];
}

const char *
options_nearest(const char *word, const char *const *candidates, size_t count)
{
	const char *best = NULL;
	unsigned least = 3;
	for (size_t i = 0; i < count; i++) {
		unsigned d = distance(word, candidates[i]);
		if (d < least) {
			least = d;
			best = candidates[i];
		}
	}
	return best;
}

static const struct option_row *
find(const struct options *o, const char *name, size_t length, char letter)
{
	for (int i = 0; i < ROWS_IN_TABLE; i++)
		if ((table[i].commands & o->command) &&
		    (letter ? table[i].letter == letter : strlen(table[i].name) == length && !strncmp(table[i].name, name, length)))
			return &table[i];
	return NULL;
}

static bool
unknown(const struct options *o, const char *word)
{
	const char *names[ROWS_IN_TABLE];
	size_t n = 0, length = strcspn(word + 2, "=");
	char bare[64];
	snprintf(bare, sizeof bare, "%.*s", (int)length, word[1] == '-' ? word + 2 : word + 1);
	for (int i = 0; i < ROWS_IN_TABLE; i++)
		if ((table[i].commands & o->command) && table[i].help)
			names[n++] = table[i].name;
	const char *near = word[1] == '-' ? options_nearest(bare, names, n) : NULL;
	fprintf(stderr, "splitter: unknown option %s%s%s%s; see --help\n", word, near ? " (did you mean --" : "", near ? near : "",
	        near ? "?)" : "");
	return false;
}

static bool
set(struct options *o, const struct option_row *row, const char *value)
{
	char *at = (char *)o + row->at, *end;
	errno = 0;
	switch (row->kind) {
	case FLAG: *(bool *)at = true; return true;
	case TEXT: *(const char **)at = value; return true;
	case LIST: vec_push((text_list *)at, value); return true;
	case COUNT: {
		unsigned long n = strtoul(value, &end, 10);
		if (*value < '0' || *value > '9' || *end || errno || n > 100000 || !n)
			break;
		*(unsigned *)at = (unsigned)n;
		return true;
	}
	case NUMBER: {
		double r = strtod(value, &end);
		if (end == value || *end || errno || !(r > 0) || r > 1000)
			break;
		*(double *)at = r;
		return true;
	}
	}
	fprintf(stderr, "splitter: --%s wants a number above 0, not \"%s\"\n", row->name, value);
	return false;
}

bool
options_parse(struct options *o, int argc, char **argv, int first)
{
	bool only_words = false;
	for (int i = first; i < argc; i++) {
		const char *word = argv[i];
		if (only_words || word[0] != '-' || !word[1]) {
			vec_push(&o->words, word);
			continue;
		}
		if (!strcmp(word, "--")) {
			only_words = true;
			continue;
		}
		bool is_long = word[1] == '-';
		size_t length = is_long ? strcspn(word + 2, "=") : 1;
		const struct option_row *row = find(o, word + 2, length, is_long ? 0 : word[1]);
		if (!row)
			return unknown(o, word);
		const char *value = is_long ? (word[2 + length] ? word + 3 + length : NULL) : (word[2] ? word + 2 : NULL);
		if (row->kind == FLAG && value) {
			fprintf(stderr, "splitter: --%s takes no value\n", row->name);
			return false;
		}
		if (row->kind != FLAG && !value) {
			if (i + 1 >= argc) {
				fprintf(stderr, "splitter: --%s wants %s\n", row->name, row->value);
				return false;
			}
			value = argv[++i];
		}
		if (!set(o, row, value))
			return false;
	}
	return true;
}

void
options_finish(struct options *o)
{
	vec_finish(&o->words);
	vec_finish(&o->builds);
	vec_finish(&o->path_maps);
	vec_finish(&o->includes);
	vec_finish(&o->excludes);
	vec_finish(&o->rules);
}

void
options_help(enum command command, FILE *out)
{
	for (int i = 0; i < ROWS_IN_TABLE; i++) {
		const struct option_row *r = &table[i];
		if (!(r->commands & command) || !r->help)
			continue;
		char left[64], letter[8] = "    ";
		if (r->letter)
			snprintf(letter, sizeof letter, "-%c, ", r->letter);
		snprintf(left, sizeof left, "%s--%s%s%s", letter, r->name, r->value ? " " : "", r->value ? r->value : "");
		fprintf(out, "  %-28s %s\n", left, r->help);
	}
}
