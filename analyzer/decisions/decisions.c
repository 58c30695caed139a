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
	VEC(struct decision_group) together, apart;
	VEC(struct decision_glob) ignored;
	VEC(struct decision_entry) entries;
	VEC(struct decision_key) signatures;
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

/* A value that must be a key. */
static bool
read_key(struct loading *l, const struct json *v, struct decision_key *out)
{
	if (v->kind != JSON_STRING || !is_key(v->text))
		return refuse(l, v, "a member must be a key such as \"function:src/order.c:order_create\", \"table:orders\", "
		              "\"global:src/cache.c:cache\" or \"file:src/pay*.c\", not %s%s%s", v->kind == JSON_STRING ? "\"" : "",
		              v->kind == JSON_STRING ? v->text : json_kind_word(v), v->kind == JSON_STRING ? "\"" : "");
	*out = (struct decision_key){arena_strdup(&l->decisions->arena, v->text), v->line};
	return true;
}

/* An array of keys, all pinned to one service. */
static bool
read_members(struct loading *l, const struct json *v, const char *service, const char *reason)
{
	if (v->kind != JSON_ARRAY)
		return refuse(l, v, "the members of \"%s\" must be an array of keys, not %s", service, json_kind_word(v));
	bool ok = true;
	for (const struct json *m = v->first; m; m = m->next) {
		struct decision_key k;
		if (read_key(l, m, &k))
			vec_push(&l->pins, (struct decision_pin){.key = k.key, .service = service, .reason = reason, .line = k.line});
		else
			ok = false;
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
	l->decisions->services_line = v->line;
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

/* Keys of one group; `sets`: a member may be an array of keys, which are on the same side. */
static bool
read_sides(struct loading *l, const struct json *v, bool sets, struct decision_group *out)
{
	VEC(struct decision_key) keys = {0};
	VEC(uint32_t) sides = {0};
	bool ok = v->kind == JSON_ARRAY || refuse(l, v, "a group must be an array of keys, not %s", json_kind_word(v));
	uint32_t side = 0;
	for (const struct json *m = ok ? v->first : NULL; m; m = m->next, side++) {
		bool nested = sets && m->kind == JSON_ARRAY;
		for (const struct json *k = nested ? m->first : m; k; k = nested ? k->next : NULL) {
			struct decision_key key;
			if (!read_key(l, k, &key)) {
				ok = false;
				continue;
			}
			vec_push(&keys, key);
			vec_push(&sides, side);
		}
	}
	if (ok && (sets ? side < 2 : keys.count < 1))
		ok = refuse(l, v, sets ? "two or more must be kept apart" : "a group to be kept together has no member");
	out->keys = arena_copy(&l->decisions->arena, keys.at, keys.count * sizeof *keys.at);
	out->sides = arena_copy(&l->decisions->arena, sides.at, sides.count * sizeof *sides.at);
	out->count = keys.count;
	vec_finish(&keys);
	vec_finish(&sides);
	return ok;
}

/* A group is an array, or an object with members and reason. */
static bool
read_group(struct loading *l, const struct json *v, bool sets, struct decision_group *out)
{
	*out = (struct decision_group){.line = v->line};
	if (v->kind != JSON_OBJECT)
		return read_sides(l, v, sets, out);
	const struct json *members = json_member(v, "members");
	if (!members)
		return refuse(l, v, "a group needs \"members\"");
	for (const struct json *m = v->first; m; m = m->next)
		if (strcmp(m->key, "members") && strcmp(m->key, "reason") && strcmp(m->key, "comment"))
			diag_add(l->diags, DIAG_WARNING, "decisions", l->file, m->line, 0, "unknown key \"%s\" is ignored", m->key);
	bool ok = read_reason(l, v, &out->reason);
	return read_sides(l, members, sets, out) && ok;
}

static bool
read_groups(struct loading *l, const struct json *v, bool sets)
{
	if (v->kind != JSON_ARRAY)
		return refuse(l, v, "\"%s\" must be an array of groups, each an array of keys, not %s", v->key, json_kind_word(v));
	bool ok = true;
	for (const struct json *m = v->first; m; m = m->next) {
		struct decision_group g;
		if (!read_group(l, m, sets, &g))
			ok = false;
		else if (sets)
			vec_push(&l->apart, g);
		else
			vec_push(&l->together, g);
	}
	return ok;
}

static bool
refuse_entry(struct loading *l, const struct json *v, const char *key)
{
	return refuse(l, v, "the entry point \"%s\" must be a kind (\"main\", \"command\", \"route\", \"thread\", \"signal\", "
	              "\"callback\", \"job\" or \"exported\"), or an object with kind, name and reason", key);
}

static bool
read_entry(struct loading *l, const struct json *m)
{
	struct arena *a = &l->decisions->arena;
	if (strncmp(m->key, "function:", 9) || !m->key[9])
		return refuse(l, m, "an entry point must be a key such as \"function:src/order.c:order_create\", not \"%s\"", m->key);
	struct decision_entry e = {.key = arena_strdup(a, m->key), .line = m->line};
	const struct json *kind = m->kind == JSON_OBJECT ? json_member(m, "kind") : m;
	const struct json *name = m->kind == JSON_OBJECT ? json_member(m, "name") : NULL;
	int found = kind && kind->kind == JSON_STRING ? entry_kind_from(kind->text) : -1;
	if (found < 0)
		return refuse_entry(l, kind ? kind : m, m->key);
	if (name && name->kind != JSON_STRING)
		return refuse(l, name, "\"name\" must be a string, not %s", json_kind_word(name));
	for (const struct json *k = m->kind == JSON_OBJECT ? m->first : NULL; k; k = k->next)
		if (strcmp(k->key, "kind") && strcmp(k->key, "name") && strcmp(k->key, "reason") && strcmp(k->key, "comment"))
			diag_add(l->diags, DIAG_WARNING, "decisions", l->file, k->line, 0, "unknown key \"%s\" is ignored", k->key);
	e.kind = (enum entry_kind)found;
	e.name = name ? arena_strdup(a, name->text) : NULL;
	if (m->kind == JSON_OBJECT && !read_reason(l, m, &e.reason))
		return false;
	vec_push(&l->entries, e);
	return true;
}

static bool
read_entries(struct loading *l, const struct json *v)
{
	if (v->kind != JSON_OBJECT)
		return refuse(l, v, "\"%s\" must be an object of kinds by function, not %s", v->key, json_kind_word(v));
	bool ok = true;
	for (const struct json *m = v->first; m; m = m->next)
		ok = read_entry(l, m) && ok;
	return ok;
}

static bool
read_signatures(struct loading *l, const struct json *v)
{
	if (v->kind != JSON_OBJECT)
		return refuse(l, v, "\"%s\" must be an object of corrections by function, not %s", v->key, json_kind_word(v));
	for (const struct json *m = v->first; m; m = m->next)
		vec_push(&l->signatures, (struct decision_key){arena_strdup(&l->decisions->arena, m->key), m->line});
	if (v->first)
		diag_add(l->diags, DIAG_WARNING, "decisions", l->file, v->line, 0,
		         "corrections of signatures are kept for a later version; this one does not apply them");
	return true;
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
			vec_push(&l->ignored, (struct decision_glob){arena_strdup(&l->decisions->arena, m->text), m->line});
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
	if (!strcmp(m->key, "keep_together") || !strcmp(m->key, "keep_apart"))
		return read_groups(l, m, m->key[5] == 'a');
	if (!strcmp(m->key, "entry_points"))
		return read_entries(l, m);
	if (!strcmp(m->key, "signatures"))
		return read_signatures(l, m);
	if (!strcmp(m->key, "origins"))
		return read_origins(l, m);
	if (strcmp(m->key, "$schema") && strcmp(m->key, "comment"))
		diag_add(l->diags, DIAG_WARNING, "decisions", l->file, m->line, 0, "unknown key \"%s\" is ignored", m->key);
	return true;
}

/* A list becomes an array of the decisions. */
#define KEEP(l, list, array, number) \
	((l)->decisions->array = arena_copy(&(l)->decisions->arena, (l)->list.at, (l)->list.count * sizeof *(l)->list.at), \
	 (l)->decisions->number = (l)->list.count, vec_finish(&(l)->list))

static void
keep(struct loading *l)
{
	KEEP(l, pins, pins, pin_count);
	KEEP(l, together, together, together_count);
	KEEP(l, apart, apart, apart_count);
	KEEP(l, ignored, ignored, ignored_count);
	KEEP(l, entries, entries, entry_count);
	KEEP(l, signatures, signatures, signature_count);
	KEEP(l, origins, origins, origin_count);
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
	keep(&l);
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
