/* HTML: the parts of report.html. Private to its emitter. */
#ifndef REPORTS_HTML_H
#define REPORTS_HTML_H

#include <stdbool.h>
#include <stdio.h>

#include "splitter/evidence.h"
#include "splitter/model.h"

/* The data behind the page as one JSON object: rows of small numbers and of indices into "strings". */
bool html_data_write(FILE *out, const struct model *model, struct evidence *evidence);

#endif
