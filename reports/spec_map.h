/* Parameters and result of an operation → where they go in a request and its answer. Private to the OpenAPI
 * emitter. */
#ifndef REPORTS_SPEC_MAP_H
#define REPORTS_SPEC_MAP_H

#include "base/arena.h"
#include "reports/spec_types.h"
#include "splitter/model.h"

enum spec_place {
	PLACE_REQUEST, PLACE_RESPONSE, PLACE_BOTH,
	PLACE_LENGTH,   /* says how long another one is: derived, not sent */
	PLACE_SUPPLIED, /* the service has its own */
	PLACE_NONE      /* cannot leave its process */
};

struct spec_value {
	const char *name; /* shown, unique in the operation */
	struct spec_type type;
	enum spec_place place;
	const char *reason; /* why not exported, or what of it is not known; NULL: all said */
	bool scalar, required;
	cJSON *schema; /* owned; NULL when it is not exported */
};

struct spec_operation {
	const struct model_operation *operation;
	struct spec_value *values; /* parameters, in order */
	struct spec_value result;  /* PLACE_NONE without reason: void */
	bool reads_only;           /* GET: nothing written, scalar inputs only */
	size_t unmapped;
};

/* Schemas are to be moved out or freed by spec_operation_finish. */
struct spec_operation spec_operation_map(struct arena *a, const struct model_operation *o, enum spec_dialect dialect);
void spec_operation_finish(struct spec_operation *s);

const char *spec_place_word(enum spec_place place);

#endif
