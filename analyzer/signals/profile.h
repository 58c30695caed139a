/* Profile: what a run-time profiler wrote into a file → who called whom, how often. No profiler is ever run. */
#ifndef SIGNALS_PROFILE_H
#define SIGNALS_PROFILE_H

#include "base/intern.h"
#include "base/vec.h"
#include "splitter/diag.h"

struct profile_function { str_id name, file; /* 0: not told */ };

struct profile_call {
	struct profile_function caller, callee;
	int64_t count; /* calls (callgrind) or samples in which caller had called callee (perf); at most PROFILE_MOST */
};

enum { PROFILE_MOST = INT32_MAX };

struct profile {
	const char *path; /* as the user named it */
	struct intern texts;
	VEC(struct profile_call) calls; /* a pair may repeat */
};

/* Reads a callgrind.out file or the output of `perf script` with call chains. False with an error queued when the file cannot
 * be read; what is neither gives no calls. `path` has to outlive `out`. */
bool profile_load(const char *path, struct profile *out, struct diag_queue *diags);

/* The same from memory. */
void profile_parse(const char *text, size_t size, struct profile *out);
void profile_finish(struct profile *p);

#endif
