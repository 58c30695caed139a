/* Builds the model: from a clustering (putting the rows of the split into the store), or from a result. */
#ifndef MODEL_MODEL_BUILD_H
#define MODEL_MODEL_BUILD_H

#include "cluster/cluster.h"
#include "splitter/diag.h"
#include "splitter/model.h"
#include "store/store.h"

/* Puts service, member, cut (and later finding, plan, duplicate) rows into `out`, which already holds the facts. */
bool model_put(struct evidence *facts, const struct clustering *clustering, const struct decisions *decisions,
               struct store *out, struct diag_queue *diags);

/* Reads the model out of a whole result; NULL with an error queued. */
struct model *model_load(struct evidence *result, struct diag_queue *diags);
void model_destroy(struct model *m);

#endif
