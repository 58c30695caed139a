/* The diagram emitter: the evidence is indexed once, then each picture is drawn, laid out and written by itself.
 * In: model and evidence. Out: diagrams/{system,data,service-SLUG}.{dot,svg}. */
#include "reports/diagrams.h"

#include <gvc.h>
#include <stdio.h>

bool
report_diagrams(const struct report_options *options, const struct model *model, struct evidence *evidence,
                struct sink *sink, struct diag_queue *diags)
{
	struct index index;
	bool ok = index_init(&index, model, evidence, diags);
	struct diagram_call call = {options, model, &index, sink, diags};
	ok = ok && diagram_system(&call) && diagram_data(&call);
	for (size_t i = 0; ok && i < model->service_count; i++)
		ok = diagram_service(&call, &model->services[i]);
	index_finish(&index);
	return ok;
}

const char *
report_library(void)
{
	static char version[32];
	if (!*version) {
		GVC_t *gvc = gvContextPlugins(NULL, 0);
		snprintf(version, sizeof version, "%s", gvcVersion(gvc));
		gvFreeContext(gvc);
	}
	return version;
}
