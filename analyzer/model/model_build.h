/* Builds the model from a result. What puts a split into the store is split.h. */
#ifndef MODEL_MODEL_BUILD_H
#define MODEL_MODEL_BUILD_H

#include "splitter/diag.h"
#include "splitter/model.h"
#include "store/store.h"

/* Reads the model out of a whole result; NULL with an error queued. */
struct model *model_load(struct evidence *result, struct diag_queue *diags);
void model_destroy(struct model *m);

#endif
