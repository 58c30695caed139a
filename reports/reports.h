/* Reports: one emitter per output, each f(options, model, evidence, sink). An emitter sees nothing else. */
#ifndef REPORTS_REPORTS_H
#define REPORTS_REPORTS_H

#include <stdbool.h>

#include "base/sink.h"
#include "splitter/diag.h"
#include "splitter/evidence.h"
#include "splitter/model.h"

struct report_options {
	const char *version;    /* of splitter */
	unsigned layout_cpu;    /* CPU seconds a diagram's layout may take, 0: 20 */
};

typedef bool report_emit_f(const struct report_options *options, const struct model *model,
                           struct evidence *evidence, struct sink *sink, struct diag_queue *diags);

report_emit_f report_diagrams; /* diagrams/{system,data,service-SLUG}.{dot,svg} */
report_emit_f report_specs;    /* specs/SLUG.openapi.json, SLUG.openapi-aws.json */
report_emit_f report_model;    /* model.json */
report_emit_f report_summary;  /* summary.md */
report_emit_f report_plan;     /* plan.md */
report_emit_f report_html;     /* report.html; reads the diagrams written before */

/* All of the above in order. */
bool report_all(const struct report_options *options, const struct model *model, struct evidence *evidence,
                struct sink *sink, struct diag_queue *diags);

/* The migration plan for people (what plan.md holds) and for machines. False when it cannot be written. */
bool plan_write(FILE *out, const struct model *model);
bool plan_write_json(FILE *out, const struct model *model);

/* Version of Graphviz. */
const char *report_library(void);

#endif
