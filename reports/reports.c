/* All reports in order: the page is last, because it holds the pictures written before. */
#include "reports/reports.h"

bool
report_all(const struct report_options *options, const struct model *model, struct evidence *evidence, struct sink *sink,
           struct diag_queue *diags)
{
	static report_emit_f *const emitters[] = {report_diagrams, report_specs, report_model, report_summary, report_plan, report_html};
	for (size_t i = 0; i < sizeof emitters / sizeof *emitters; i++)
		if (!emitters[i](options, model, evidence, sink, diags))
			return false;
	return true;
}
