/* The section "readiness". In: an entry; out: a rule with its narrowing fields counted. An entry that says something
 * wrong is left out whole: half a rule would find too much. */
#include <fnmatch.h>

#include "rules/loading.h"

enum { WORDS_MOST = 64 };

static bool
refuse(struct loading *l, const struct json *at, const char *id, const char *what)
{
	loading_complain(l, at, "\"%s\": %s; the entry is left out", id, what);
	return false;
}

static bool
read_words(struct loading *l, const struct json *v, const char *id, struct rule_words *out)
{
	VEC(const char *) list = {0};
	bool ok = v->kind == JSON_ARRAY && v->first;
	for (const struct json *w = ok ? v->first : NULL; w && ok; w = w->next) {
		ok = w->kind == JSON_STRING && *w->text && list.count < WORDS_MOST;
		if (ok)
			vec_push(&list, arena_strdup(&l->rules->arena, w->text));
	}
	out->at = arena_copy(&l->rules->arena, list.at, list.count * sizeof *list.at);
	out->count = list.count;
	vec_finish(&list);
	return ok || refuse(l, v, id, "a list holds 1 to 64 texts that are not empty");
}

static bool
read_bool(struct loading *l, const struct json *v, const char *id, bool *out)
{
	*out = v->kind == JSON_WORD && !strcmp(v->text, "true");
	return *out || refuse(l, v, id, "a narrowing field is true or left out");
}

static bool
read_word(struct loading *l, const struct json *v, const char *id, int (*from)(const char *), const char *words, int *out)
{
	*out = v->kind == JSON_STRING ? from(v->text) : -1;
	return *out >= 0 || refuse(l, v, id, words);
}

static int
on_from(const char *word)
{
	static const char *const words[] = {"global", "constant", "resource", "loop", "result", "run time"};
	return loading_word(words, sizeof words / sizeof *words, word);
}

static bool
read_severity(struct loading *l, const struct json *v, const char *id, enum severity *out)
{
	int severity;
	if (!read_word(l, v, id, severity_from, "a severity is high, medium or low", &severity))
		return false;
	*out = (enum severity)severity;
	return true;
}

static bool
read_text(struct loading *l, const struct json *v, const char *id, const char **out)
{
	if (v->kind != JSON_STRING || !*v->text)
		return refuse(l, v, id, "message and remedy are texts that are not empty");
	*out = arena_strdup(&l->rules->arena, v->text);
	return true;
}

/* Fields that narrow what the rule fits. */
static bool
read_narrowing(struct loading *l, const struct json *v, struct rule_readiness *r)
{
	const struct { const char *name; struct rule_words *words; bool *flag; } fields[] = {
		{"types", &r->types, NULL}, {"modes", &r->modes, NULL}, {"calls", &r->calls, NULL}, {"names", &r->names, NULL},
		{"except", &r->except, NULL}, {"local", NULL, &r->local}, {"changes_itself", NULL, &r->changes_itself},
		{"constant_name", NULL, &r->constant_name}, {"written", NULL, &r->written}, {"in_loop", NULL, &r->in_loop}};
	r->narrow++;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (!strcmp(v->key, fields[i].name))
			return fields[i].words ? read_words(l, v, r->id, fields[i].words) : read_bool(l, v, r->id, fields[i].flag);
	if (!strcmp(v->key, "kind"))
		return read_word(l, v, r->id, resource_from, "\"kind\" is one of resources.json", &r->kind);
	if (!strcmp(v->key, "least"))
		return json_integer(v, 1, 1000000000, &r->least) || refuse(l, v, r->id, "\"least\" is a number from 1");
	r->narrow--;
	loading_complain(l, v, "unknown key \"%s\" of \"%s\" is ignored", v->key, r->id);
	return true;
}

static bool
read_field(struct loading *l, const struct json *v, struct rule_readiness *r)
{
	int on;
	if (!strcmp(v->key, "comment"))
		return true;
	if (!strcmp(v->key, "severity"))
		return read_severity(l, v, r->id, &r->severity);
	if (!strcmp(v->key, "at_start"))
		return read_severity(l, v, r->id, &r->at_start);
	if (!strcmp(v->key, "message"))
		return read_text(l, v, r->id, &r->message);
	if (!strcmp(v->key, "remedy"))
		return read_text(l, v, r->id, &r->remedy);
	if (strcmp(v->key, "on"))
		return read_narrowing(l, v, r);
	if (!read_word(l, v, r->id, on_from, "\"on\" is global, constant, resource, loop, result or run time", &on))
		return false;
	r->on = (enum readiness_on)on;
	return true;
}

void
loading_readiness(struct loading *l, const struct json *v)
{
	struct rule_readiness r = {.id = arena_strdup(&l->rules->arena, v->key), .kind = -1, .severity = SEVERITY_COUNT, .at_start = SEVERITY_COUNT};
	FORGET(&l->readiness, id, v->key);
	if (json_is_null(v))
		return;
	bool ok = v->kind == JSON_OBJECT || refuse(l, v, r.id, "a rule is an object, or null");
	for (const struct json *m = ok ? v->first : NULL; m && ok; m = m->next)
		ok = read_field(l, m, &r);
	if (ok && (!r.message || !r.remedy || !json_member(v, "on") || r.severity == SEVERITY_COUNT))
		ok = refuse(l, v, r.id, "it needs \"on\", \"severity\", \"message\" and \"remedy\"");
	if (ok)
		vec_push(&l->readiness, r);
}

bool
rules_has_word(const struct rule_words *words, const char *text)
{
	for (size_t i = 0; text && i < words->count; i++)
		if (!strcmp(words->at[i], text))
			return true;
	return false;
}

bool
rules_matches(const struct rule_words *globs, const char *text)
{
	for (size_t i = 0; text && i < globs->count; i++)
		if (!fnmatch(globs->at[i], text, 0))
			return true;
	return false;
}
