/* Decisions. In: splitter.json; out: pins, globs and numbers, each with its line. Nothing is guessed: a value of
 * the wrong type is an error that says what was expected, an unknown key a warning, for a later version may
 * know it. Whether a key matches anything is not known here; the line is kept for those who find out. */
#include "decisions/decisions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/path.h"
#include "base/vec.h"

enum { FILE_BYTES = 64 << 20, SERVICES_MAX = 1000 };

static const char *const key_kinds[] = {"function:", "table:", "global:", "file:"};

struct loading {
	struct decisions *decisions;
	struct diag_queue *diags;
	const char *file;
	VEC(struct decision_pin) pins;
	VEC(const char *) ignored;
	VEC(struct decision_origin) origins;
};

static bool __attribute__((format(printf, 3, 4)))
refuse(struct loading *l, const struct json *at, const char *format, ...)
{
	struct arena_mark mark = arena_mark(&l->decisions->arena);
	va_list args;
	va_start(args, format);
	char *text = arena_vprintf(&l->decisions->arena, format, args);
	va_end(args);
	diag_add(l->diags, DIAG_ERROR, "decisions", l->file, at->line, 0, "%s", text);
	arena_pop(&l->decisions->arena, mark);
	return false;
}

static bool
is_key(const char *text)
{
	for (size_t i = 0; i < sizeof key_kinds / sizeof *key_kinds; i++) {
		size_t n = strlen(key_kinds[i]);
		if (!strncmp(text, key_kinds[i], n) && text[n])
			return true;
	}
	return false;
}

/* An array of keys, all pinned to one service. */
static bool
read_members(struct loading *l, const struct json *v, const char *service, const char *reason)
{
	struct arena *a = &l->decisions->arena;
	if (v->kind != JSON_ARRAY)
		return refuse(l, v, "the members of \"%s\" must be an array of keys, not %s", service, json_kind_word(v));
	bool ok = true;
	for (const struct json *m = v->first; m; m = m->next) {
		if (m->kind != JSON_STRING || !is_key(m->text)) {
			ok = refuse(l, m, "a member must be a key such as \"function:src/order.c:order_create\", \"table:orders\", "
			            "\"global:src/cache.c:cache\" or \"file:src/pay*.c\", not %s%s%s", m->kind == JSON_STRING ? "\"" : "",
			            m->kind == JSON_STRING ? m->text : json_kind_word(m), m->kind == JSON_STRING ? "\"" : "");
			continue;
		}
		vec_push(&l->pins, (struct decision_pin){
			.key = arena_strdup(a, m->text), .service = service, .reason = reason, .line = m->line});
	}
	return ok;
}

static bool
read_reason(struct loading *l, const struct json *object, const char **out)
{
	const struct json *v = json_member(object, "reason");
	*out = NULL;
	if (!v)
		return true;
	if (v->kind != JSON_STRING)
		return refuse(l, v, "\"reason\" must be a string, not %s", json_kind_word(v));
	*out = arena_strdup(&l->decisions->arena, v->text);
	return true;
}

/* Members as an array, or as an object with members and reason. */
static bool
read_service(struct loading *l, const struct json *v, const char *name)
{
	const char *service = arena_strdup(&l->decisions->arena, name), *reason;
	if (v->kind != JSON_OBJECT)
		return read_members(l, v, service, NULL);
	if (!read_reason(l, v, &reason))
		return false;
	bool ok = true;
	for (const struct json *m = v->first; m; m = m->next) {
		if (!strcmp(m->key, "members"))
			ok = read_members(l, m, service, reason) && ok;
		else if (strcmp(m->key, "reason") && strcmp(m->key, "comment"))
			diag_add(l->diags, DIAG_WARNING, "decisions", l->file, m->line, 0, "unknown key \"%s\" is ignored", m->key);
	}
	return ok;
}

static bool
read_count(struct loading *l, const struct json *v)
{
	long long n;
	if (!json_integer(v, 1, SERVICES_MAX, &n))
		return refuse(l, v, "the number of services must be a whole number from 1 to %d", SERVICES_MAX);
	l->decisions->services = (unsigned)n;
	return true;
}

static bool
read_services(struct loading *l, const struct json *v)
{
	if (v->kind == JSON_NUMBER)
		return read_count(l, v);
	if (v->kind != JSON_OBJECT)
		return refuse(l, v, "\"services\" must be a number, or an object of services by name, not %s", json_kind_word(v));
	bool ok = true;
	for (const struct json *m = v->first; m; m = m->next) {
		if (!*m->key || !strcmp(m->key, "shared"))
			ok = refuse(l, m, "a service cannot be called \"%s\"%s", m->key,
			            *m->key ? "; what belongs into the shared library goes into \"shared\"" : "");
		else
			ok = read_service(l, m, m->key) && ok;
	}
	return ok;
}

static bool
read_ignored(struct loading *l, const struct json *v)
{
	if (v->kind != JSON_ARRAY)
		return refuse(l, v, "\"%s\" must be an array of globs over file names, not %s", v->key, json_kind_word(v));
	bool ok = true;
	for (const struct json *m = v->first; m; m = m->next) {
		if (m->kind != JSON_STRING || !*m->text)
			ok = refuse(l, m, "an ignored file must be a glob such as \"src/old/*\"");
		else
			vec_push(&l->ignored, arena_strdup(&l->decisions->arena, m->text));
	}
	return ok;
}

static bool
read_origins(struct loading *l, const struct json *v)
{
	if (v->kind != JSON_OBJECT)
		return refuse(l, v, "\"origins\" must be an object of labels by globs over file names, not %s", json_kind_word(v));
	bool ok = true;
	for (const struct json *m = v->first; m; m = m->next) {
		int origin = m->kind == JSON_STRING ? origin_from(m->text) : -1;
		if (origin < 0 || !*m->key)
			ok = refuse(l, m, "the origin of \"%s\" must be \"own\", \"test\", \"vendored\", \"generated\", \"example\" or "
			            "\"other_system\"", m->key);
		else
			vec_push(&l->origins, (struct decision_origin){arena_strdup(&l->decisions->arena, m->key), (enum origin)origin, m->line});
	}
	return ok;
}

static bool
read_member(struct loading *l, const struct json *m)
{
	if (!strcmp(m->key, "title")) {
		if (m->kind != JSON_STRING)
			return refuse(l, m, "\"title\" must be a string, not %s", json_kind_word(m));
		l->decisions->title = arena_strdup(&l->decisions->arena, m->text);
		return true;
	}
	if (!strcmp(m->key, "services"))
		return read_services(l, m);
	if (!strcmp(m->key, "services_count"))
		return read_count(l, m);
	if (!strcmp(m->key, "shared"))
		return read_service(l, m, "shared");
	if (!strcmp(m->key, "ignored") || !strcmp(m->key, "ignore"))
		return read_ignored(l, m);
	if (!strcmp(m->key, "origins"))
		return read_origins(l, m);
	if (strcmp(m->key, "$schema") && strcmp(m->key, "comment"))
		diag_add(l->diags, DIAG_WARNING, "decisions", l->file, m->line, 0, "unknown key \"%s\" is ignored", m->key);
	return true;
}

bool
decisions_parse(const char *text, size_t size, const char *name, struct decisions *out, struct diag_queue *diags)
{
	*out = (struct decisions){.title = ""};
	arena_init(&out->arena);
	out->path = arena_strdup(&out->arena, name);
	struct loading l = {.decisions = out, .diags = diags, .file = name};
	struct arena a;
	arena_init(&a);
	const struct json *v = json_parse(&a, text, size, name, "decisions", diags);
	bool ok = v && (v->kind == JSON_OBJECT || refuse(&l, v, "decisions are an object, not %s", json_kind_word(v)));
	for (const struct json *m = ok ? v->first : NULL; m; m = m->next)
		ok = read_member(&l, m) && ok;
	arena_finish(&a);
	out->pins = arena_copy(&out->arena, l.pins.at, l.pins.count * sizeof *l.pins.at);
	out->pin_count = l.pins.count;
	out->ignored = arena_copy(&out->arena, l.ignored.at, l.ignored.count * sizeof *l.ignored.at);
	out->ignored_count = l.ignored.count;
	out->origins = arena_copy(&out->arena, l.origins.at, l.origins.count * sizeof *l.origins.at);
	out->origin_count = l.origins.count;
	vec_finish(&l.pins);
	vec_finish(&l.origins);
	vec_finish(&l.ignored);
	return ok;
}

bool
decisions_load(const char *path, bool required, struct decisions *out, struct diag_queue *diags)
{
	size_t size;
	char *text = path ? path_read(path, FILE_BYTES, &size) : NULL;
	if (text) {
		bool ok = decisions_parse(text, size, path, out, diags);
		free(text);
		return ok;
	}
	*out = (struct decisions){.title = ""};
	arena_init(&out->arena);
	if (!path || (errno == ENOENT && !required))
		return true;
	diag_add(diags, DIAG_ERROR, "decisions", path, 0, 0, "cannot read the decisions: %s; name the file with --decisions",
	         strerror(errno));
	return false;
}

void
decisions_finish(struct decisions *d)
{
	arena_finish(&d->arena);
	*d = (struct decisions){0};
}
