/* Readiness for serverless, as a section of summary.md. */
#ifndef REPORTS_READINESS_H
#define REPORTS_READINESS_H

#include "reports/markdown.h"

void readiness_summary(struct markdown *m);

#endif
