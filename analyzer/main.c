/* splitter: the command table. Reads the command's word, parses its options, calls its function. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "parse/parse.h"
#include "reports/reports.h"
#include "splitter/diag.h"
#include "stages.h"
#include "store/store.h"
#include "version.h"

struct command_row {
	const char *name, *arguments, *help, *example;
	enum command bit;
	int (*run)(const struct options *o);
};

static const struct command_row commands[] = {
	{"analyze", "[DIR]", "all stages, all reports",
	 "splitter analyze src -p build -o out\n  splitter analyze .            # finds build*/compile_commands.json", COMMAND_ANALYZE, cmd_analyze},
	{"units", "[DIR]", "what would be read, with which flags, from where, what not and why",
	 "splitter units . -p build\n  splitter units . --json | jq .units[0]", COMMAND_UNITS, cmd_units},
	{"index", "[DIR]", "parse the units: facts into OUT.cache", "splitter index . -p build -o out -j 4", COMMAND_INDEX, cmd_stage},
	{"link", "OUT", "facts to calls, accesses and statements, from what index left", "splitter link out", COMMAND_LINK, cmd_stage},
	{"cluster", "OUT", "propose services, from what link left", "splitter cluster out --services 8", COMMAND_CLUSTER, cmd_stage},
	{"report", "OUT", "write OUT, from what cluster left", "splitter report out", COMMAND_REPORT, cmd_stage},
	{"plan", "OUT", "the migration plan: in which order, what each step needs first, what it costs",
	 "splitter plan out\n  splitter plan out --json | jq '.plan[0].needs'", COMMAND_PLAN, cmd_plan},
	{"explain", "OUT NAME", "why is this here, what does it touch, who calls it",
	 "splitter explain out place_order                       # a function, global, table, column or service\n"
	 "  splitter explain out src/process.c:place_order         # several have the name: say which by its key\n"
	 "  splitter explain out table:orders --all                # every row, not the first of each section\n"
	 "  splitter explain out orders.total                      # a column: readers, writers, conditions\n"
	 "  splitter explain out service:order --json | jq .depends_on", COMMAND_EXPLAIN, cmd_explain},
	{"query", "OUT SQL", "ask the result, read-only",
	 "splitter query out 'SELECT name, service FROM v_table'\n  splitter query out 'SELECT * FROM v_cut' --json", COMMAND_QUERY, cmd_query},
	{"score", "OUT [FILE]", "measures of our services, of a known partition and of trivial ones",
	 "splitter score out                     # ours beside files, folders, names, tables\n"
	 "  splitter score out known.rsf           # lines: contain CLUSTER FUNCTION, or table:NAME\n"
	 "  splitter score out known.rsf --json | jq '.scores[] | {partition, ari}'", COMMAND_SCORE, cmd_score},
	{"init", "[DIR]", "write DIR/splitter.json: what is proposed, to be decided on",
	 "splitter init src -o out     # from the result in out: services, shared code, entry points, labelled folders\n"
	 "  splitter init src            # without one: from the tree alone", COMMAND_INIT, cmd_init},
	{"rules", "suggest OUT", "propose rules for database interfaces that were not understood",
	 "splitter rules suggest out > proposed.json              # read it, keep what is right\n"
	 "  splitter analyze src -p build -o out --rules proposed.json", COMMAND_RULES, cmd_rules},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void
usage(FILE *out)
{
	fputs("splitter: shows how to turn a monolith written in C into serverless microservices\n\n"
	      "  splitter analyze DIR -p BUILD     read the sources, write splitter-out/report.html\n"
	      "  splitter units DIR                see first what would be read\n\nCommands:\n", out);
	for (int i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-8s %-11s %s\n", commands[i].name, commands[i].arguments, commands[i].help);
	fputs("\n`splitter COMMAND --help` tells its options. Exit status: 0 done, 1 partial under --strict,\n"
	      "2 usage, 3 failed and nothing replaced, 130 interrupted.\n", out);
}

static void
help(const struct command_row *c)
{
	printf("splitter %s %s: %s\n\nOptions:\n", c->name, c->arguments, c->help);
	options_help(c->bit, stdout);
	printf("\nExamples:\n  %s\n", c->example);
}

static int
version(void)
{
	printf("splitter %s\n%s\nSQLite %s\nGraphviz %s\n", SPLITTER_VERSION, parse_library(), store_library(), report_library());
	return EXIT_OK;
}

static const struct command_row *
find_command(const char *word)
{
	const char *names[COMMANDS];
	for (int i = 0; i < COMMANDS; i++) {
		if (!strcmp(commands[i].name, word))
			return &commands[i];
		names[i] = commands[i].name;
	}
	const char *near = options_nearest(word, names, COMMANDS);
	fprintf(stderr, "splitter: unknown command %s%s%s%s; see splitter --help\n", word, near ? " (did you mean " : "",
	        near ? near : "", near ? "?)" : "");
	return NULL;
}

/* What could not be printed was not said: a full disk behind standard output is a failure. */
static int
flush_output(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "splitter: cannot write to standard output: %s\n", strerror(errno));
	return status == EXIT_OK || status == EXIT_FOUND ? EXIT_FAILED : status;
}

static void
on_signal(int number)
{
	(void)number;
	stages_interrupted = 1;
}

static void
set_signals(void)
{
	struct sigaction stop = {.sa_handler = on_signal}, ignore = {.sa_handler = SIG_IGN};
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGXFSZ, &ignore, NULL);
}

int
main(int argc, char **argv)
{
	if (argc < 2) {
		usage(stderr);
		return EXIT_USAGE;
	}
	const char *word = argv[1];
	if (!strcmp(word, "--version"))
		return flush_output(version());
	bool ask = !strcmp(word, "help") || !strcmp(word, "-h") || !strcmp(word, "--help");
	if (ask && argc < 3) {
		usage(stdout);
		return flush_output(EXIT_OK);
	}
	const struct command_row *c = find_command(ask ? argv[2] : word);
	if (!c)
		return EXIT_USAGE;
	if (ask) {
		help(c);
		return flush_output(EXIT_OK);
	}
	struct options o = {.command = c->bit};
	int status = EXIT_USAGE;
	if (options_parse(&o, argc, argv, 2)) {
		set_signals();
		if (o.help)
			help(c);
		status = o.help ? EXIT_OK : c->run(&o);
	}
	options_finish(&o);
	return flush_output(status);
}
