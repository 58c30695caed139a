/* Options of the command line: one table gives parser, help and completions. Only for main.c and cmd_*.c. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/vec.h"

enum command { /* bits: which command knows an option */
	COMMAND_ANALYZE = 1, COMMAND_UNITS = 2, COMMAND_INDEX = 4, COMMAND_LINK = 8, COMMAND_CLUSTER = 16,
	COMMAND_REPORT = 32, COMMAND_QUERY = 64, COMMAND_EXPLAIN = 128, COMMAND_RULES = 256, COMMAND_PLAN = 512, COMMAND_SCORE = 1024,
	COMMAND_INIT = 2048, COMMAND_ALL = 4095
};

typedef VEC(const char *) text_list;

struct options {
	enum command command;
	text_list words;    /* positional arguments */
	text_list builds, build_logs, path_maps, includes, excludes, rules;
	const char *program, *decisions, *history, *profile, *out, *cache, *timings, *fault, *usual;
	unsigned services, jobs;
	double resolution;
	bool strict, json, quiet, all, help;
};

/* Parses argv[first…]; false when usage is wrong, told on standard error. */
bool options_parse(struct options *o, int argc, char **argv, int first);
void options_finish(struct options *o);

/* The options of a command, for its help. */
void options_help(enum command command, FILE *out);

/* The candidate nearest to a mistyped word, NULL when none is near. */
const char *options_nearest(const char *word, const char *const *candidates, size_t count);

#endif
