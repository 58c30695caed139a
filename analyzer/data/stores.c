/* Calls that name a table without SQL text, declared in rules. The name is an argument's text, or a handle's, which counts
 * as the name it was opened with; a name that the function's callers hand in is looked up there, three levels up. Interfaces
 * that set the table first ("use") serve the calls behind it in the same function. Keys are cut at their first hole: what
 * stands before it is the table, a family. */
#include "data/stores.h"

#include <ctype.h>
#include <string.h>

#include "data/buffer.h"
#include "data/schema.h"
#include "facts/configs.h"

enum { CALLERS_DEEP = 3, COLUMNS_MOST = 64, CALLERS_MOST = 200 };

struct name { const char *text; bool chosen; };

struct naming { /* the tables that a call may mean */
	VEC(struct name) names;
	bool unknown;
};

struct use { uint32_t event; struct naming naming; };

struct scan {
	struct data *d;
	uint32_t body;
	const struct rule_table **of_symbol;
	struct texts *hands_on; /* [symbol]: the tables it names for its callers, in terms of its parameters */
	VEC(struct use) uses;   /* of the body, in order */
};

const char *
member_called(struct program *p, const struct program_body *b, uint32_t event)
{
	const struct program_value *v = program_strip(b, b->events[event].a);
	while (v->op == VALUE_DEREF)
		v = program_strip(b, v->a);
	if (v->op != VALUE_FIELD || v->b == PROGRAM_NONE || p->fields.at[v->b].record == PROGRAM_NONE)
		return NULL;
	const struct program_field *f = &p->fields.at[v->b];
	return arena_printf(&p->arena, "%s.%s", program_text(p, p->records.at[f->record].name), program_text(p, f->name));
}

/* ---- names ---- */

static const char *
plain_text(struct data *d, const struct text *t)
{
	size_t length = 0;
	for (uint32_t i = 0; i < t->count; i++)
		length += t->pieces[i].kind == PIECE_LITERAL ? t->pieces[i].length : 1;
	char *text = arena_alloc(&d->p->arena, length + 1), *to = text;
	for (uint32_t i = 0; i < t->count; i++) {
		if (t->pieces[i].kind == PIECE_LITERAL) {
			memcpy(to, t->pieces[i].bytes, t->pieces[i].length);
			to += t->pieces[i].length;
		} else if (to == text || to[-1] != '*') {
			*to++ = '*';
		}
	}
	return text;
}

static bool
has_letters(const char *text)
{
	for (; *text; text++)
		if (isalpha((unsigned char)*text))
			return true;
	return false;
}

/* user:*:name → user:*; no letter before the hole: no table. */
static const char *
key_table(struct data *d, const char *key)
{
	const char *hole = strchr(key, '*');
	const char *table = hole ? arena_strndup(&d->p->arena, key, (size_t)(hole - key) + 1) : key;
	return *table == '*' || !has_letters(table) ? NULL : table;
}

/* May it be a table's name in SQL? */
static bool
is_sql_name(const char *text)
{
	size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$*`\"");
	return !text[n];
}

static void
add_name(struct naming *n, const char *text, bool chosen)
{
	for (size_t i = 0; i < n->names.count; i++)
		if (!strcmp(n->names.at[i].text, text))
			return;
	vec_push(&n->names, (struct name){text, chosen});
}

static bool
hands_on(const struct text *t)
{
	return t->count == 1 && t->pieces[0].kind == PIECE_PARAM;
}

static void
name_from(struct data *d, const struct texts *texts, uint32_t body, unsigned depth, struct naming *out)
{
	out->unknown |= texts->cut;
	for (uint32_t i = 0; i < texts->count && !texts->cut; i++) {
		const struct text *t = &texts->at[i];
		const char *text = plain_text(d, t);
		if (has_letters(text)) {
			add_name(out, text, texts->count > 1);
			continue;
		}
		uint32_t function = d->p->bodies.at[body].symbol;
		unsigned calls = 0;
		if (hands_on(t) && depth < CALLERS_DEEP)
			SITES_EACH(&d->sites, function, s)
				if (calls++ < CALLERS_MOST) {
					struct call_site at = d->sites.list.at[s];
					struct texts given = text_substitute(&d->reader, t, at.body, at.event, d->p->symbols.at[function].param_count);
					name_from(d, &given, at.body, depth + 1, out);
				}
		out->unknown |= !calls;
	}
}

static void
name_argument(struct scan *s, uint32_t event, uint32_t position, struct naming *out)
{
	uint32_t value = program_argument(&s->d->p->bodies.at[s->body], event, position);
	if (!value)
		return;
	struct texts t = text_of(&s->d->reader, s->body, event, value);
	name_from(s->d, &t, s->body, 0, out);
}

/* ---- rows ---- */

struct access {
	struct data *d;
	const struct program_event *event;
	int64_t function, statement;
	const char *configs;
	const char *store, *how;
	enum confidence confidence;
};

static void
put(const struct access *a, const char *table, const char *column, enum table_mode mode)
{
	ROW_ADD(a->d->rows, TABLE_ACCESS, table_access, .function = a->function, .store = a->store, .table_name = table,
	        .column_name = column, .mode = mode, .file = program_text(a->d->p, a->event->file), .line = a->event->line,
	        .statement_id = a->statement, .configs = a->configs, .confidence = a->confidence, .how = a->how);
	schema_stored(a->d, a->store, table);
}

static void
put_unknown(const struct access *a, const char *reason, const char *text)
{
	ROW_ADD(a->d->rows, UNRESOLVED, unresolved, .kind = UNRESOLVED_TABLE, .function = a->function,
	        .file = program_text(a->d->p, a->event->file), .line = a->event->line, .reason = reason, .text = text);
}

/* ---- columns ---- */

static const char *
literal_of(struct data *d, const struct texts *t)
{
	if (t->count != 1)
		return NULL;
	for (uint32_t i = 0; i < t->at[0].count; i++)
		if (t->at[0].pieces[i].kind != PIECE_LITERAL)
			return NULL;
	const char *text = plain_text(d, &t->at[0]);
	return has_letters(text) ? text : NULL;
}

struct columns { VEC(const char *) list; };

static void
add_column(struct columns *c, const char *column)
{
	for (size_t i = 0; i < c->list.count; i++)
		if (!strcmp(c->list.at[i], column))
			return;
	vec_push(&c->list, column);
}

/* Length of the array that the place is, as far as columns go. */
static int64_t
array_length(const struct program *p, const struct program_body *b, const struct place *place)
{
	const struct program_type *type = &p->types.at[place_type(p, b, place)];
	return type->kind == TYPE_ARRAY && type->count > 0 && type->count < COLUMNS_MOST ? type->count : COLUMNS_MOST;
}

static void
columns_of_array(struct scan *s, uint32_t event, uint32_t value, int64_t length, struct columns *out)
{
	for (int64_t i = 0; i < length; i++) {
		struct texts t = buffer_element(&s->d->reader, s->body, event, value, i);
		const char *column = literal_of(s->d, &t);
		if (!t.count)
			return;
		if (column)
			add_column(out, column);
	}
}

/* The columns named by an array, or by the arguments from the position on. */
static void
find_columns(struct scan *s, uint32_t event, unsigned position, struct columns *out)
{
	struct data *d = s->d;
	const struct program_body *b = &d->p->bodies.at[s->body];
	uint32_t value = position ? program_argument(b, event, position) : 0;
	if (!value)
		return;
	struct place place = place_of(&d->reader, s->body, value);
	if (place.root != PLACE_NONE && place_holds_pointers(d->p, b, &place)) {
		columns_of_array(s, event, value, array_length(d->p, b, &place), out);
		return;
	}
	for (; (value = program_argument(b, event, position)); position++) {
		struct texts t = text_of(&d->reader, s->body, event, value);
		const char *column = literal_of(d, &t);
		if (column)
			add_column(out, column);
	}
}

/* ---- commands ---- */

/* The next word of a command, hole marks as *. */
static const char *
next_word(struct data *d, const char **at)
{
	const char *c = *at + strspn(*at, " \t\n");
	char *word = arena_alloc(&d->p->arena, strlen(c) + 1), *to = word;
	for (; *c && !strchr(" \t\n", *c); c++) {
		if (*c != SQL_HOLE_BEGIN) {
			*to++ = *c;
			continue;
		}
		while (*c && *c != SQL_HOLE_END)
			c++;
		if (to == word || to[-1] != '*')
			*to++ = '*';
	}
	*at = c;
	return to == word ? NULL : word;
}

static void
run_command(struct data *d, const struct access *a, const char *verb, const char *key, const char *field)
{
	char upper[32] = "";
	for (size_t i = 0; i + 1 < sizeof upper && verb[i]; i++)
		upper[i] = (char)toupper((unsigned char)verb[i]);
	const struct rule_verb *rule = rules_verb(d->rules, upper);
	if (rule && rule->mode == VERB_TOUCHES_NOTHING)
		return;
	const char *table = rule && key ? key_table(d, key) : NULL;
	if (!table) {
		put_unknown(a, rule ? "the key is made at run time and could not be followed" : "no rule says what this command does", verb);
		return;
	}
	struct access family = *a;
	if (strchr(table, '*'))
		family.confidence = CONFIDENCE_FAMILY;
	put(&family, table, NULL, (enum table_mode)rule->mode);
	if (upper[0] == 'H' && field && !strchr(field, '*'))
		put(&family, table, field, (enum table_mode)rule->mode);
}

void
store_command(struct data *d, const struct statement *s)
{
	struct access a = {.d = d, .event = &d->p->bodies.at[s->body].events[s->event], .function = d->p->symbols.at[s->symbol].number,
	                   .statement = s->id, .configs = statement_configs(d, s), .store = s->store, .confidence = s->chosen ? CONFIDENCE_FAMILY : CONFIDENCE_DECLARED,
	                   .how = arena_printf(&d->p->arena, "command given to %s", s->through)};
	const char *at = s->text, *verb = next_word(d, &at), *key = next_word(d, &at);
	if (verb)
		run_command(d, &a, verb, key, next_word(d, &at));
}

static void
command_array(struct scan *s, const struct access *a, uint32_t event, unsigned position)
{
	struct data *d = s->d;
	uint32_t value = program_argument(&d->p->bodies.at[s->body], event, position);
	const char *words[3] = {0};
	for (int i = 0; i < 3 && value; i++) {
		struct texts t = buffer_element(&d->reader, s->body, event, value, i);
		words[i] = t.count ? plain_text(d, &t.at[0]) : NULL;
	}
	if (words[0] && has_letters(words[0]))
		run_command(d, a, words[0], words[1], words[2]);
	else
		put_unknown(a, "the command is made at run time and could not be followed", a->how);
}

/* ---- calls ---- */

static const struct use *
use_before(const struct scan *s, uint32_t event)
{
	const struct use *found = NULL;
	for (size_t i = 0; i < s->uses.count; i++)
		if (!found || s->uses.at[i].event < event)
			found = &s->uses.at[i];
	return found;
}

static void
put_columns(const struct access *a, const char *table, const struct columns *c, enum table_mode mode)
{
	for (size_t i = 0; i < c->list.count; i++)
		put(a, table, c->list.at[i], mode);
}

static void
put_call(struct scan *s, const struct access *a, const struct rule_table *rule, uint32_t event, const struct naming *n)
{
	struct columns columns = {0}, keys = {0};
	if (n->names.count) {
		find_columns(s, event, rule->columns, &columns);
		find_columns(s, event, rule->keys, &keys);
	} else {
		put_unknown(a, "the table is named at run time and could not be followed", a->how);
	}
	for (size_t i = 0; i < n->names.count; i++) {
		struct access one = *a;
		const char *table = rule->is_key ? key_table(s->d, n->names.at[i].text) : n->names.at[i].text;
		if (!table || (!strcmp(rule->store, "sql") && !is_sql_name(table)))
			continue;
		if (n->names.at[i].chosen || n->names.count > 1 || strchr(table, '*'))
			one.confidence = CONFIDENCE_FAMILY;
		if (!strcmp(rule->store, "sql") && schema_name(s->d, table))
			table = schema_name(s->d, table);
		if (rule->mode == TABLE_MODE_COUNT) {
			put_unknown(&one, "the rule does not say what this call does to its table", table);
			continue;
		}
		put(&one, table, NULL, rule->mode);
		put_columns(&one, table, &columns, rule->mode);
		put_columns(&one, table, &keys, TABLE_READ);
	}
	vec_finish(&columns.list);
	vec_finish(&keys.list);
}

static void
look_at_call(struct scan *s, const struct rule_table *rule, uint32_t event, const char *name)
{
	struct data *d = s->d;
	const struct program_body *b = &d->p->bodies.at[s->body];
	struct access a = {.d = d, .event = &b->events[event], .function = d->p->symbols.at[b->symbol].number, .store = rule->store,
	                   .configs = configs_text(d->p, configs_of_body(d->p, s->body)),
	                   .confidence = CONFIDENCE_DECLARED, .how = arena_printf(&d->p->arena, "call of %s", name)};
	struct naming n = {0};
	if (rule->is_use) {
		name_argument(s, event, rule->table, &n);
		vec_push(&s->uses, (struct use){event, n});
		return;
	}
	if (rule->command) {
		command_array(s, &a, event, rule->command);
		return;
	}
	if (rule->table) {
		name_argument(s, event, rule->table, &n);
		put_call(s, &a, rule, event, &n);
		vec_finish(&n.names);
		return;
	}
	const struct use *use = use_before(s, event);
	put_call(s, &a, rule, event, use ? &use->naming : &n);
}

static const struct rule_table *
rule_of_call(const struct scan *s, uint32_t event)
{
	const struct program_body *b = &s->d->p->bodies.at[s->body];
	uint32_t callee = program_callee(b, &b->events[event]);
	if (callee != PROGRAM_NONE)
		return s->of_symbol[callee];
	const char *member = member_called(s->d->p, b, event);
	return member ? rules_table(s->d->rules, member) : NULL;
}

/* A call of a function that only names a table: as if the name were set here. */
static bool
look_at_user(struct scan *s, uint32_t event)
{
	struct data *d = s->d;
	const struct program_body *b = &d->p->bodies.at[s->body];
	uint32_t callee = program_callee(b, &b->events[event]);
	if (callee == PROGRAM_NONE || !s->hands_on[callee].count)
		return false;
	struct naming n = {0};
	for (uint32_t i = 0; i < s->hands_on[callee].count; i++) {
		struct texts t = text_substitute(&d->reader, &s->hands_on[callee].at[i], s->body, event, d->p->symbols.at[callee].param_count);
		name_from(d, &t, s->body, 0, &n);
	}
	vec_push(&s->uses, (struct use){event, n});
	return true;
}

static void
look_at_body(struct scan *s)
{
	const struct program_body *b = &s->d->p->bodies.at[s->body];
	s->uses.count = 0;
	for (uint32_t i = 0; i < b->event_count; i++) {
		if (b->events[i].op != EVENT_CALL)
			continue;
		const struct rule_table *rule = rule_of_call(s, i);
		text_reader_rest(&s->d->reader);
		if (rule)
			look_at_call(s, rule, i, rule->function);
		else
			(void)look_at_user(s, i);
	}
	for (size_t i = 0; i < s->uses.count; i++)
		vec_finish(&s->uses.at[i].naming.names);
}

/* ---- functions that name a table for their callers ---- */

/* The texts that the call sets as the table, in terms of the function's parameters. */
static struct texts
used_name(struct scan *s, uint32_t event)
{
	struct data *d = s->d;
	const struct program_body *b = &d->p->bodies.at[s->body];
	const struct rule_table *rule = rule_of_call(s, event);
	uint32_t callee = program_callee(b, &b->events[event]), value;
	struct texts out = {0};
	if (rule && rule->is_use && (value = program_argument(b, event, rule->table)))
		return text_of(&d->reader, s->body, event, value);
	if (!rule && callee != PROGRAM_NONE)
		for (uint32_t i = 0; i < s->hands_on[callee].count; i++)
			out = texts_union(&d->reader, out, text_substitute(&d->reader, &s->hands_on[callee].at[i], s->body, event,
			                                                   d->p->symbols.at[callee].param_count));
	return out;
}

/* Does the body work on tables itself, or only say which? */
static bool
only_names(struct scan *s)
{
	const struct program_body *b = &s->d->p->bodies.at[s->body];
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct rule_table *rule = b->events[i].op == EVENT_CALL ? rule_of_call(s, i) : NULL;
		if (rule && !rule->is_use)
			return false;
	}
	return true;
}

static void
find_users(struct scan *s)
{
	struct data *d = s->d;
	for (s->body = 0; s->body < d->p->bodies.count; s->body++) {
		const struct program_body *b = &d->p->bodies.at[s->body];
		int only = -1; /* not asked yet */
		for (uint32_t i = 0; i < b->event_count; i++) {
			struct texts t = b->events[i].op == EVENT_CALL ? used_name(s, i) : (struct texts){0};
			for (uint32_t k = 0; k < t.count; k++)
				if (hands_on(&t.at[k]) || (!t.cut && (only < 0 ? (only = only_names(s)) : only))) {
					struct texts all = texts_union(&d->reader, s->hands_on[b->symbol], (struct texts){&t.at[k], 1, false});
					s->hands_on[b->symbol] = text_keep(&d->reader, &all);
				}
			text_reader_rest(&d->reader);
		}
	}
}

static bool
any_use(const struct rules *r)
{
	for (size_t i = 0; i < r->table_count; i++)
		if (r->tables[i].is_use)
			return true;
	return false;
}

void
stores_rows(struct data *d)
{
	struct program *p = d->p;
	struct scan s = {.d = d};
	s.of_symbol = mem_alloc((p->symbols.count + 1) * sizeof *s.of_symbol);
	s.hands_on = mem_alloc((p->symbols.count + 1) * sizeof *s.hands_on);
	for (uint32_t i = 0; i < p->symbols.count; i++)
		if (p->symbols.at[i].is_function)
			s.of_symbol[i] = rules_table(d->rules, program_text(p, p->symbols.at[i].name));
	for (int level = 0; level < CALLERS_DEEP && any_use(d->rules); level++)
		find_users(&s);
	for (s.body = 0; s.body < p->bodies.count; s.body++) {
		const struct program_symbol *f = &p->symbols.at[p->bodies.at[s.body].symbol];
		if (f->is_function && f->number)
			look_at_body(&s);
	}
	vec_finish(&s.uses);
	free(s.of_symbol);
	free(s.hands_on);
}
