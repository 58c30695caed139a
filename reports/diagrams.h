/* Diagrams: the three kinds of picture. Private to the diagram emitter. Each is false when the sink fails. */
#ifndef REPORTS_DIAGRAMS_H
#define REPORTS_DIAGRAMS_H

#include "reports/draw.h"
#include "reports/index.h"
#include "reports/reports.h"

struct diagram_call { /* what each of the pictures is made from */
	const struct report_options *options;
	const struct model *model;
	struct index *index;
	struct sink *sink;
	struct diag_queue *diags;
};

bool diagram_system(const struct diagram_call *c);  /* the services and what holds them together */
bool diagram_data(const struct diagram_call *c);    /* who owns, writes and reads which table */
bool diagram_service(const struct diagram_call *c, const struct model_service *service);

#endif
