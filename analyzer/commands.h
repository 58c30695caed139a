/* The commands: a file each, options in, one function called. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "options.h"

int cmd_analyze(const struct options *o);
int cmd_units(const struct options *o);
int cmd_stage(const struct options *o); /* index, link, cluster, report */
int cmd_query(const struct options *o);
int cmd_explain(const struct options *o);
int cmd_init(const struct options *o);
int cmd_plan(const struct options *o);
int cmd_rules(const struct options *o);
int cmd_score(const struct options *o);

#endif
