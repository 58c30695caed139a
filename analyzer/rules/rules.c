/* Rules. In: folders of JSON files or single ones, the built-in folder first; out: sorted tables of what is known about library
 * functions. Any file may hold any section; a later file wins by name, and null takes a rule back.
 *
 * Entries are read by the tables below: a section is an object from a name to an entry, an entry an object of
 * fields. A mistake is named with file and line, and costs its entry only; a file that is no JSON costs the run. */
#include "rules/rules.h"

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "rules/loading.h"

enum { FILE_BYTES = 16 << 20 };

int
loading_word(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(words[i], word))
			return (int)i;
	return -1;
}

static int
driver_kind_from(const char *word)
{
	static const char *const words[] = {"execute", "begin", "commit", "rollback"};
	return loading_word(words, sizeof words / sizeof *words, word);
}

static int
text_kind_from(const char *word)
{
	static const char *const words[] = {"format", "append", "copy", "stream"};
	return loading_word(words, sizeof words / sizeof *words, word);
}

static int
mode_from(const char *word)
{
	return strcmp(word, "unknown") ? table_mode_from(word) : (int)TABLE_MODE_COUNT;
}

static const char mode_words[] = "create, read, update, delete or ddl";
static const char entry_words[] = "main, command, route, thread, signal, callback, job or exported";

static const struct field driver_fields[] = {
	{"library", FIELD_TEXT, offsetof(struct rule_driver, library), NULL, NULL, true},
	{"kind", FIELD_WORD, offsetof(struct rule_driver, kind), driver_kind_from, "execute, begin, commit or rollback", false},
	{"text", FIELD_POSITION, offsetof(struct rule_driver, text), NULL, NULL, false},
	{"format", FIELD_BOOL, offsetof(struct rule_driver, is_format), NULL, NULL, false},
	{"va_list", FIELD_BOOL, offsetof(struct rule_driver, is_va_list), NULL, NULL, false},
	{"field", FIELD_TEXT, offsetof(struct rule_driver, field), NULL, NULL, false},
	{"store", FIELD_TEXT, offsetof(struct rule_driver, store), NULL, NULL, false},
	{"off", FIELD_POSITION, offsetof(struct rule_driver, off), NULL, NULL, false},
	{"implicit", FIELD_BOOL, offsetof(struct rule_driver, is_implicit), NULL, NULL, false},
	{0},
};

static const struct field table_fields[] = {
	{"store", FIELD_TEXT, offsetof(struct rule_table, store), NULL, NULL, false},
	{"mode", FIELD_WORD, offsetof(struct rule_table, mode), mode_from, "create, read, update, delete, ddl or unknown", false},
	{"use", FIELD_BOOL, offsetof(struct rule_table, is_use), NULL, NULL, false},
	{"key", FIELD_BOOL, offsetof(struct rule_table, is_key), NULL, NULL, false},
	{"table", FIELD_POSITION, offsetof(struct rule_table, table), NULL, NULL, false},
	{"columns", FIELD_POSITION, offsetof(struct rule_table, columns), NULL, NULL, false},
	{"keys", FIELD_POSITION, offsetof(struct rule_table, keys), NULL, NULL, false},
	{"command", FIELD_POSITION, offsetof(struct rule_table, command), NULL, NULL, false},
	{0},
};

static const struct field text_fields[] = {
	{"kind", FIELD_WORD, offsetof(struct rule_text, kind), text_kind_from, "format, append, copy or stream", true},
	{"destination", FIELD_POSITION, offsetof(struct rule_text, destination), NULL, NULL, false},
	{"source", FIELD_POSITION, offsetof(struct rule_text, source), NULL, NULL, true},
	{"arguments", FIELD_POSITION, offsetof(struct rule_text, arguments), NULL, NULL, false},
	{"va_list", FIELD_BOOL, offsetof(struct rule_text, is_va_list), NULL, NULL, false},
	{"appends", FIELD_BOOL, offsetof(struct rule_text, appends), NULL, NULL, false},
	{"through_pointer", FIELD_BOOL, offsetof(struct rule_text, through_pointer), NULL, NULL, false},
	{0},
};

static const struct field callback_fields[] = {
	{"library", FIELD_TEXT, offsetof(struct rule_callback, library), NULL, NULL, true},
	{"entry", FIELD_WORD, offsetof(struct rule_callback, entry), entry_kind_from, entry_words, false},
	{"positions", FIELD_POSITION, SIZE_MAX, NULL, NULL, false}, /* read apart: an array */
	{0},
};

static const struct field resource_fields[] = {
	{"kind", FIELD_WORD, offsetof(struct rule_resource, kind), resource_from,
	 "file, socket, process, thread, signal, time, env or queue", true},
	{"name", FIELD_POSITION, offsetof(struct rule_resource, name), NULL, NULL, false},
	{"mode_position", FIELD_POSITION, offsetof(struct rule_resource, mode_position), NULL, NULL, false},
	{"mode", FIELD_TEXT, offsetof(struct rule_resource, mode), NULL, NULL, false},
	{0},
};

void
loading_complain(struct loading *l, const struct json *at, const char *format, ...)
{
	va_list args;
	struct arena_mark mark = arena_mark(&l->rules->arena);
	va_start(args, format);
	char *text = arena_vprintf(&l->rules->arena, format, args);
	va_end(args);
	diag_add(l->diags, DIAG_WARNING, "rules", l->file, at->line, 0, "%s", text);
	arena_pop(&l->rules->arena, mark);
}

static bool
read_word(struct loading *l, const struct json *v, const struct field *f, int *out)
{
	int word = v->kind == JSON_STRING ? f->from(v->text) : -1;
	if (word < 0) {
		loading_complain(l, v, "\"%s\" must be one of %s; the entry is left out", f->name, f->words);
		return false;
	}
	*out = word;
	return true;
}

/* Enums, positions and flags are written through their own types: the offset says where. */
static bool
read_field(struct loading *l, const struct json *v, const struct field *f, char *entry)
{
	long long n;
	int word;
	switch (f->kind) {
	case FIELD_WORD:
		if (!read_word(l, v, f, &word))
			return false;
		memcpy(entry + f->offset, &word, sizeof word);
		return true;
	case FIELD_TEXT:
		if (v->kind == JSON_STRING) {
			const char *text = arena_strdup(&l->rules->arena, v->text);
			memcpy(entry + f->offset, &text, sizeof text);
			return true;
		}
		loading_complain(l, v, "\"%s\" must be a string, not %s; the entry is left out", f->name, json_kind_word(v));
		return false;
	case FIELD_BOOL:
		if (v->kind == JSON_WORD && !json_is_null(v)) {
			bool yes = v->text[0] == 't';
			memcpy(entry + f->offset, &yes, sizeof yes);
			return true;
		}
		loading_complain(l, v, "\"%s\" must be true or false, not %s; the entry is left out", f->name, json_kind_word(v));
		return false;
	case FIELD_POSITION:
		if (json_integer(v, 0, POSITION_MAX, &n)) {
			unsigned position = (unsigned)n;
			memcpy(entry + f->offset, &position, sizeof position);
			return true;
		}
		loading_complain(l, v, "\"%s\" must be the position of a parameter, counted from 1; the entry is left out", f->name);
		return false;
	}
	return false;
}

static const struct field *
find_field(const struct field *fields, const char *name)
{
	for (; fields->name; fields++)
		if (!strcmp(fields->name, name))
			return fields;
	return NULL;
}

_Static_assert(sizeof(enum rule_driver_kind) == sizeof(int) && sizeof(enum entry_kind) == sizeof(int), "enums as int");

bool
loading_entry(struct loading *l, const struct json *v, const struct field *fields, void *entry)
{
	if (v->kind != JSON_OBJECT) {
		loading_complain(l, v, "\"%s\" must be an object or null, not %s; it is left out", v->key, json_kind_word(v));
		return false;
	}
	for (const struct json *m = v->first; m; m = m->next) {
		const struct field *f = find_field(fields, m->key);
		if (!f && strcmp(m->key, "comment") && strcmp(m->key, "evidence"))
			loading_complain(l, m, "unknown key \"%s\" is ignored", m->key);
		else if (f && f->offset != SIZE_MAX && !read_field(l, m, f, entry))
			return false;
	}
	for (const struct field *f = fields; f->name; f++) {
		if (f->required && !json_member(v, f->name)) {
			loading_complain(l, v, "\"%s\" lacks \"%s\"; it is left out", v->key, f->name);
			return false;
		}
	}
	return true;
}

static void
read_driver(struct loading *l, const struct json *v)
{
	struct rule_driver d = {.function = arena_strdup(&l->rules->arena, v->key), .store = "sql"};
	FORGET(&l->drivers, function, v->key);
	if (json_is_null(v) || !loading_entry(l, v, driver_fields, &d))
		return;
	if (d.kind == DRIVER_EXECUTE && !d.text)
		loading_complain(l, v, "\"%s\" lacks \"text\", the position of the SQL text; it is left out", v->key);
	else
		vec_push(&l->drivers, d);
}

static void
read_table(struct loading *l, const struct json *v)
{
	struct rule_table t = {.function = arena_strdup(&l->rules->arena, v->key), .store = "sql"};
	FORGET(&l->tables, function, v->key);
	if (json_is_null(v) || !loading_entry(l, v, table_fields, &t))
		return;
	if (t.is_use ? !t.table : !t.command && !json_member(v, "mode"))
		loading_complain(l, v, "\"%s\" lacks %s; it is left out", v->key, t.is_use ? "\"table\", the position of the name" : "\"mode\", what it does");
	else
		vec_push(&l->tables, t);
}

static void
read_verb(struct loading *l, const struct json *v)
{
	FORGET(&l->verbs, verb, v->key);
	if (json_is_null(v))
		return;
	bool none = v->kind == JSON_STRING && !strcmp(v->text, "none");
	int mode = v->kind != JSON_STRING ? -1 : none ? VERB_TOUCHES_NOTHING : table_mode_from(v->text);
	if (mode < 0)
		loading_complain(l, v, "\"%s\" must be none, %s; it is left out", v->key, mode_words);
	else
		vec_push(&l->verbs, (struct rule_verb){arena_strdup(&l->rules->arena, v->key), mode});
}

static void
read_text(struct loading *l, const struct json *v)
{
	struct rule_text t = {.function = arena_strdup(&l->rules->arena, v->key)};
	FORGET(&l->texts, function, v->key);
	if (json_is_null(v) || !loading_entry(l, v, text_fields, &t))
		return;
	if (!t.source)
		loading_complain(l, v, "\"%s\": \"source\" counts from 1; it is left out", v->key);
	else
		vec_push(&l->texts, t);
}

static void
read_callback(struct loading *l, const struct json *v)
{
	struct rule_callback c = {.function = arena_strdup(&l->rules->arena, v->key)};
	FORGET(&l->callbacks, function, v->key);
	if (json_is_null(v) || !loading_entry(l, v, callback_fields, &c))
		return;
	c.is_entry = json_member(v, "entry") != NULL;
	const struct json *positions = json_member(v, "positions");
	if (!positions || positions->kind != JSON_ARRAY || !positions->first) {
		loading_complain(l, v, "\"%s\" needs \"positions\", an array of parameter positions; it is left out", v->key);
		return;
	}
	for (const struct json *p = positions->first; p; p = p->next) {
		long long n;
		if (json_integer(p, 1, POSITION_MAX, &n)) {
			c.position = (unsigned)n;
			vec_push(&l->callbacks, c);
		} else {
			loading_complain(l, p, "a position of \"%s\" must be a number from 1; it is left out", v->key);
		}
	}
}

static void
read_resource(struct loading *l, const struct json *v)
{
	struct rule_resource r = {.function = arena_strdup(&l->rules->arena, v->key)};
	FORGET(&l->resources, function, v->key);
	if (!json_is_null(v) && loading_entry(l, v, resource_fields, &r))
		vec_push(&l->resources, r);
}

static void
read_utility(struct loading *l, const struct json *v)
{
	FORGET(&l->utilities, pattern, v->key);
	if (json_is_null(v))
		return;
	if (v->kind != JSON_STRING)
		loading_complain(l, v, "\"%s\" must be a string, the reason, or null; it is left out", v->key);
	else
		vec_push(&l->utilities, (struct rule_utility){
			arena_strdup(&l->rules->arena, v->key), arena_strdup(&l->rules->arena, v->text)});
}

static void
read_weight(struct loading *l, const struct json *v)
{
	long long n;
	FORGET(&l->weights, name, v->key);
	if (json_is_null(v))
		return;
	if (!json_integer(v, -1000000, 1000000, &n))
		loading_complain(l, v, "\"%s\" must be a whole number within a million; it is left out", v->key);
	else
		vec_push(&l->weights, (struct rule_weight){arena_strdup(&l->rules->arena, v->key), n});
}

static void
read_stop_word(struct loading *l, const struct json *v)
{
	if (v->kind != JSON_STRING)
		loading_complain(l, v, "a stop word must be a string, not %s; it is left out", json_kind_word(v));
	else
		vec_push(&l->stop_words, arena_strdup(&l->rules->arena, v->text));
}

static void
read_action(struct loading *l, const struct json *v)
{
	if (v->kind != JSON_STRING)
		loading_complain(l, v, "an action must be a string, not %s; it is left out", json_kind_word(v));
	else
		vec_push(&l->actions, arena_strdup(&l->rules->arena, v->text));
}

struct section {
	const char *name;
	enum json_token kind;
	void (*read)(struct loading *l, const struct json *v);
};

static const struct section sections[] = {
	{"drivers", JSON_OBJECT, read_driver},     {"texts", JSON_OBJECT, read_text},
	{"tables", JSON_OBJECT, read_table},       {"verbs", JSON_OBJECT, read_verb},
	{"callbacks", JSON_OBJECT, read_callback}, {"resources", JSON_OBJECT, read_resource},
	{"utilities", JSON_OBJECT, read_utility},  {"weights", JSON_OBJECT, read_weight},
	{"stop_words", JSON_ARRAY, read_stop_word}, {"functions", JSON_OBJECT, loading_function},
	{"actions", JSON_ARRAY, read_action},
	{"readiness", JSON_OBJECT, loading_readiness},
};

static void
read_section(struct loading *l, const struct json *v)
{
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		if (strcmp(v->key, sections[i].name))
			continue;
		if (v->kind != sections[i].kind) {
			loading_complain(l, v, "\"%s\" must be %s, not %s; it is left out", v->key,
			         sections[i].kind == JSON_ARRAY ? "an array" : "an object", json_kind_word(v));
			return;
		}
		for (const struct json *m = v->first; m; m = m->next)
			sections[i].read(l, m);
		return;
	}
	if (strcmp(v->key, "comment") && strcmp(v->key, "$schema"))
		loading_complain(l, v, "unknown key \"%s\" is ignored", v->key);
}

static bool
read_file(struct loading *l, const char *path)
{
	struct arena a;
	size_t size;
	char *text = path_read(path, FILE_BYTES, &size);
	if (!text) {
		diag_add(l->diags, DIAG_ERROR, "rules", path, 0, 0, "cannot read the rules: %s", strerror(errno));
		return false;
	}
	arena_init(&a);
	l->file = path;
	const struct json *v = json_parse(&a, text, size, path, "rules", l->diags);
	bool ok = v && v->kind == JSON_OBJECT;
	if (v && !ok)
		diag_add(l->diags, DIAG_ERROR, "rules", path, v->line, 0, "rules are an object, not %s", json_kind_word(v));
	for (const struct json *m = ok ? v->first : NULL; m; m = m->next)
		read_section(l, m);
	arena_finish(&a);
	free(text);
	return ok;
}

struct listing {
	struct arena *arena;
	VEC(const char *) names;
};

static bool
list_file(void *arg, const char *name, bool is_folder)
{
	struct listing *list = arg;
	if (!is_folder && !strcmp(path_suffix(name), "json"))
		vec_push(&list->names, arena_strdup(list->arena, name));
	return false;
}

/* A folder's files in the order of their names. */
static bool
read_folder(struct loading *l, const char *folder)
{
	struct listing list = {.arena = &l->rules->arena};
	bool ok = path_walk(folder, list_file, &list);
	if (!ok)
		diag_add(l->diags, DIAG_ERROR, "rules", folder, 0, 0, "cannot read rules: %s; name a .json file or a folder of them",
		         strerror(errno));
	for (size_t i = 0; i < list.names.count; i++)
		ok = read_file(l, path_join(&l->rules->arena, folder, list.names.at[i])) && ok;
	vec_finish(&list.names);
	return ok;
}

/* Each rule begins with its name, so one comparison serves all tables. */
static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

_Static_assert(!offsetof(struct rule_table, function) && !offsetof(struct rule_verb, verb) && !offsetof(struct rule_driver, function) && !offsetof(struct rule_text, function) &&
               !offsetof(struct rule_resource, function) && !offsetof(struct rule_callback, function) &&
               !offsetof(struct rule_weight, name) && !offsetof(struct rule_readiness, id) && !offsetof(struct rule_function, function) && !offsetof(struct rule_utility, pattern), "names come first");

static int
by_position(const void *a, const void *b)
{
	const struct rule_callback *x = a, *y = b;
	int order = strcmp(x->function, y->function);
	return order ? order : (x->position > y->position) - (x->position < y->position);
}

#define KEEP(list, compare, to, number) \
	do { \
		vec_sort(list, compare); \
		(to) = arena_copy(&l->rules->arena, (list)->at, (list)->count * sizeof *(list)->at); \
		(number) = (list)->count; \
		vec_finish(list); \
	} while (0)

static void
finish_loading(struct loading *l)
{
	struct rules *r = l->rules;
	KEEP(&l->drivers, by_name, r->drivers, r->driver_count);
	KEEP(&l->tables, by_name, r->tables, r->table_count);
	KEEP(&l->verbs, by_name, r->verbs, r->verb_count);
	KEEP(&l->texts, by_name, r->texts, r->text_count);
	KEEP(&l->utilities, by_name, r->utilities, r->utility_count);
	KEEP(&l->callbacks, by_position, r->callbacks, r->callback_count);
	KEEP(&l->resources, by_name, r->resources, r->resource_count);
	KEEP(&l->weights, by_name, r->weights, r->weight_count);
	KEEP(&l->stop_words, by_name, r->stop_words, r->stop_word_count);
	KEEP(&l->actions, by_name, r->actions, r->action_count);
	KEEP(&l->functions, by_name, r->functions, r->function_count);
	KEEP(&l->readiness, by_name, r->readiness, r->readiness_count);
}

bool
rules_load(const char *builtin, const char **more, size_t more_count, struct rules *out, struct diag_queue *diags)
{
	*out = (struct rules){0};
	arena_init(&out->arena);
	struct loading l = {.rules = out, .diags = diags};
	bool ok = !builtin || read_folder(&l, builtin);
	for (size_t i = 0; i < more_count; i++)
		ok = (path_is_file(more[i]) ? read_file(&l, more[i]) : read_folder(&l, more[i])) && ok;
	finish_loading(&l);
	return ok;
}

void
rules_finish(struct rules *r)
{
	arena_finish(&r->arena);
	*r = (struct rules){0};
}

static const void *
find(const void *table, size_t count, size_t size, const char *name)
{
	return count ? bsearch(&name, table, count, size, by_name) : NULL;
}

const struct rule_driver *
rules_driver(const struct rules *r, const char *function)
{
	return find(r->drivers, r->driver_count, sizeof *r->drivers, function);
}

const struct rule_table *
rules_table(const struct rules *r, const char *function)
{
	return find(r->tables, r->table_count, sizeof *r->tables, function);
}

const struct rule_verb *
rules_verb(const struct rules *r, const char *verb)
{
	return find(r->verbs, r->verb_count, sizeof *r->verbs, verb);
}

const struct rule_text *
rules_text(const struct rules *r, const char *function)
{
	return find(r->texts, r->text_count, sizeof *r->texts, function);
}

const struct rule_resource *
rules_resource(const struct rules *r, const char *function)
{
	return find(r->resources, r->resource_count, sizeof *r->resources, function);
}

const struct rule_function *
rules_function(const struct rules *r, const char *function)
{
	return find(r->functions, r->function_count, sizeof *r->functions, function);
}

bool
rules_is_utility(const struct rules *r, const char *function)
{
	for (size_t i = 0; i < r->utility_count; i++)
		if (!fnmatch(r->utilities[i].pattern, function, 0))
			return true;
	return false;
}

bool
rules_is_stop_word(const struct rules *r, const char *word)
{
	return find(r->stop_words, r->stop_word_count, sizeof *r->stop_words, word) != NULL;
}

bool
rules_is_action(const struct rules *r, const char *word)
{
	return find(r->actions, r->action_count, sizeof *r->actions, word) != NULL;
}

int64_t
rules_weight(const struct rules *r, const char *name, int64_t otherwise)
{
	const struct rule_weight *w = find(r->weights, r->weight_count, sizeof *r->weights, name);
	return w ? w->value : otherwise;
}

size_t
rules_callbacks(const struct rules *r, const char *function, const struct rule_callback **first)
{
	const struct rule_callback *at = find(r->callbacks, r->callback_count, sizeof *r->callbacks, function);
	*first = at;
	if (!at)
		return 0;
	const struct rule_callback *end = at + 1, *limit = r->callbacks + r->callback_count;
	while (*first > r->callbacks && !strcmp((*first)[-1].function, function))
		(*first)--;
	while (end < limit && !strcmp(end->function, function))
		end++;
	return (size_t)(end - *first);
}

/* ../share/splitter/rules beside the running binary; NULL when it is not there. */
static const char *
installed_folder(void)
{
	static char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	for (int up = 0; up < 2 && n > 0; up++)
		while (n > 0 && path[--n] != '/')
			;
	static const char tail[] = "/share/splitter/rules";
	if (n < 0 || (size_t)n + sizeof tail > sizeof path)
		return NULL;
	memcpy(path + n, tail, sizeof tail);
	return path_is_folder(path) ? path : NULL;
}

const char *
rules_builtin_folder(void)
{
	const char *said = getenv("SPLITTER_RULES");
	if (said && *said)
		return said;
	const char *installed = installed_folder();
	return installed ? installed : SPLITTER_SOURCE_RULES;
}
