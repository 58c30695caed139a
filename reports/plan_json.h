/* The plan, the entry points and the findings as JSON: for model.json and `splitter plan --json`. */
#ifndef REPORTS_PLAN_JSON_H
#define REPORTS_PLAN_JSON_H

#include "reports/json_write.h"
#include "splitter/model.h"

/* Members of an open object: "plan", "entry_costs"; "findings". */
void plan_json_steps(struct json *j, const struct model *model);
void plan_json_findings(struct json *j, const struct model *model);

#endif
