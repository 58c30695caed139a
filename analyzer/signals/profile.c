/* Profile: which format it is, and what both have in common. In: bytes, whatever they are. Out: calls. */
#include "signals/profile.h"

#include <errno.h>
#include <stdlib.h>

#include "base/path.h"
#include "signals/profile_formats.h"

str_id
profile_name(struct profile *p, struct span symbol)
{
	enum { LONGEST = 1024 };
	size_t n = 0;
	while (n < symbol.length && symbol.at[n] && !strchr(".@'", symbol.at[n]))
		n++;
	return n && n <= LONGEST ? intern_bytes(&p->texts, symbol.at, n) : 0;
}

void
profile_add(struct profile *p, struct profile_function caller, struct profile_function callee, int64_t count)
{
	bool same = caller.name == callee.name && caller.file == callee.file;
	if (caller.name && callee.name && !same && count > 0)
		vec_push(&p->calls, (struct profile_call){caller, callee, count < PROFILE_MOST ? count : PROFILE_MOST});
}

/* Callgrind begins lines with fn=, perf never does. */
static bool
is_callgrind(struct span text)
{
	struct span line;
	while (line_take(&text, &line))
		if (line_begins(line, "fn="))
			return true;
	return false;
}

void
profile_parse(const char *text, size_t size, struct profile *out)
{
	struct span all = {text, size};
	*out = (struct profile){0};
	intern_init(&out->texts);
	if (is_callgrind(all))
		profile_callgrind(all, out);
	else
		profile_perf(all, out);
}

bool
profile_load(const char *path, struct profile *out, struct diag_queue *diags)
{
	size_t size;
	char *text = path_read(path, 0, &size);
	if (!text) {
		*out = (struct profile){0};
		diag_add(diags, DIAG_ERROR, "profile", path, 0, 0, "cannot read the profile: %s", strerror(errno));
		return false;
	}
	profile_parse(text, size, out);
	out->path = path;
	free(text);
	return true;
}

void
profile_finish(struct profile *p)
{
	intern_finish(&p->texts);
	vec_finish(&p->calls);
}
