/* Fact files → the united program. In: index.facts and the units' files, in the order listed. Out: symbols
 * under (name, file), types, records and fields by value, bodies without repeats.
 *
 * Within a unit the file's own numbers are mapped to united ids by one array a kind of record. A body is read
 * with the unit's symbol numbers and patched at the end of the unit, when it is known which symbols the unit
 * defines. References to symbols defined elsewhere go to one undefined symbol a name; resolve.c binds them. */
#include "link/unite.h"

#include <stdlib.h>
#include <string.h>

#include "facts/facts_file.h"

struct unit_symbol {
	str_id name, file, attributes;
	uint32_t line, owner, type, united;
	uint8_t linkage;
	bool is_function, is_system, done, guessed;
};

struct unit_macro { str_id name; bool is_constant; int64_t value; };

struct unit_body { /* where its arrays begin */
	struct program_body body;
	size_t locals, values, events;
};

struct unit {
	struct program *p;
	struct fact_reader *reader;
	str_id *strings; /* string number → interned id + 1, 0 not yet */
	VEC(uint32_t) files, types, records, fields;
	VEC(struct unit_symbol) symbols;
	VEC(struct unit_macro) macros;
	VEC(struct fact_param) params;
	VEC(struct unit_body) bodies;
	VEC(struct program_local) locals; /* of all bodies, one behind the other */
	VEC(struct program_value) values;
	VEC(struct program_event) events;
	str_id event_file;
	uint32_t number;
	str_id main_file, config;
	bool new_inactive; /* the block at hand was not met before */
};

static str_id
text(struct unit *u, int64_t number)
{
	if (!u->strings[number]) {
		size_t n;
		const char *s = fact_string(u->reader, number, &n);
		u->strings[number] = intern_bytes(&u->p->text, s, n) + 1;
	}
	return u->strings[number] - 1;
}

static uint32_t
united(const uint32_t *list, size_t count, int64_t number)
{
	return number >= 1 && (uint64_t)number <= count ? list[number - 1] : PROGRAM_NONE;
}
#define UNITED(list, number) united((list).at, (list).count, (number))

static str_id
file_name(struct unit *u, int64_t number)
{
	uint32_t f = UNITED(u->files, number);
	return f == PROGRAM_NONE ? 0 : u->p->files.at[f].path;
}

static str_id
joined(struct program *p, str_id a, const char *between, str_id b)
{
	struct arena_mark mark = arena_mark(&p->arena);
	const char *s = arena_printf(&p->arena, "%s%s%s", program_text(p, a), between, program_text(p, b));
	str_id id = intern_text(&p->text, s);
	arena_pop(&p->arena, mark);
	return id;
}

/* Is it where parse puts the declarations that it guesses? */
static bool
is_guess(const struct program *p, str_id file)
{
	return file && !strcmp(program_text(p, file), GUESSED_HEADER);
}

/* ---- records, types, fields ---- */

static void
read_file(struct unit *u, const struct fact_file *f)
{
	struct program *p = u->p;
	str_id path = text(u, f->path);
	uint32_t id = map_add(&p->file_ids, path, (uint32_t)p->files.count);
	if (id == p->files.count)
		vec_push(&p->files, (struct program_file){.path = path, .hash = f->system ? 0 : text(u, f->hash)});
	vec_push(&u->files, id);
}

static void
read_type(struct unit *u, const struct fact_type *f)
{
	struct program *p = u->p;
	str_id spelling = text(u, f->spelling);
	uint32_t record = UNITED(u->records, f->record);
	uint64_t key = MAP_PAIR(spelling, (uint32_t)f->kind | (record == PROGRAM_NONE ? 0 : (record + 1) << 5));
	uint32_t id = map_add(&p->type_ids, key, (uint32_t)p->types.count);
	if (id == p->types.count)
		vec_push(&p->types, (struct program_type){
			.spelling = spelling, .kind = (enum type_kind)f->kind, .size = f->size, .count = f->count,
			.element = UNITED(u->types, f->element), .record = record,
			.is_const = f->is_const, .is_signed = f->is_signed});
	vec_push(&u->types, id);
}

static void
read_record(struct unit *u, const struct fact_record *f)
{
	struct program *p = u->p;
	str_id name = text(u, f->name), file = file_name(u, f->file);
	uint32_t id = map_add(&p->record_ids, MAP_PAIR(name, file), (uint32_t)p->records.count);
	if (id == p->records.count)
		vec_push(&p->records, (struct program_record){.name = name, .file = file, .is_union = f->is_union});
	vec_push(&u->records, id);
}

static void
read_field(struct unit *u, const struct fact_field *f)
{
	struct program *p = u->p;
	uint32_t record = UNITED(u->records, f->record);
	str_id name = text(u, f->name);
	uint64_t key = name ? MAP_PAIR(record, name) : MAP_PAIR(record, UINT32_MAX - (uint32_t)f->index);
	uint32_t id = map_add(&p->field_ids, key, (uint32_t)p->fields.count);
	if (id == p->fields.count)
		vec_push(&p->fields, (struct program_field){.record = record, .name = name, .index = (uint32_t)f->index,
		                                             .type = UNITED(u->types, f->type)});
	vec_push(&u->fields, id);
}

/* ---- macros ---- */

/* A whole number, perhaps in parentheses or with a minus: "( - 1 )". Tokens are separated by blanks. */
static bool
whole_number(const char *body, int64_t *out)
{
	bool negative = false;
	unsigned open = 0;
	for (; *body == '(' || *body == ' ' || *body == '-'; body++) {
		open += *body == '(';
		negative ^= *body == '-';
	}
	if (*body < '0' || *body > '9')
		return false;
	char *end;
	unsigned long long n = strtoull(body, &end, 0);
	end += strspn(end, "uUlL");
	for (; *end == ')' || *end == ' '; end++)
		open -= *end == ')';
	*out = (int64_t)(negative ? 0 - n : n);
	return !*end && !open;
}

static void
read_macro(struct unit *u, const struct fact_macro *f)
{
	size_t n;
	struct unit_macro m = {0};
	m.is_constant = !f->function_like && whole_number(fact_string(u->reader, f->body, &n), &m.value);
	m.name = m.is_constant ? text(u, f->name) : 0;
	vec_push(&u->macros, m);
}

static void
read_macro_use(struct unit *u, const struct fact_macro_use *f)
{
	const struct unit_macro *m = f->macro >= 1 && (uint64_t)f->macro <= u->macros.count ? &u->macros.at[f->macro - 1] : NULL;
	if (m && m->is_constant)
		program_add_constant(u->p, file_name(u, f->file), (uint32_t)f->line, m->name, m->value);
}

/* ---- symbols ---- */

static uint32_t
symbol_add(struct program *p, str_id key, bool is_function)
{
	uint32_t id = map_add(&p->symbol_ids, MAP_PAIR(key, is_function), (uint32_t)p->symbols.count);
	if (id == p->symbols.count)
		vec_push(&p->symbols, (struct program_symbol){.key = key, .is_function = is_function, .owner = PROGRAM_NONE,
		                                               .type = PROGRAM_NONE, .first_body = PROGRAM_NONE,
		                                               .unit = PROGRAM_NONE});
	return id;
}

/* Facts say of a function's symbol what type the function has; here a symbol's type is its result's. */
static uint32_t
symbol_type(const struct unit *u, const struct fact_symbol *f)
{
	uint32_t type = UNITED(u->types, f->type);
	bool whole = f->is_function && type != PROGRAM_NONE && u->p->types.at[type].kind == TYPE_FUNCTION;
	return whole ? u->p->types.at[type].element : type;
}

static void
read_symbol(struct unit *u, const struct fact_symbol *f)
{
	vec_push(&u->symbols, (struct unit_symbol){
		.name = text(u, f->name), .file = file_name(u, f->file), .line = (uint32_t)f->line,
		.attributes = text(u, f->attributes), .owner = (uint32_t)f->owner, .type = symbol_type(u, f),
		.linkage = (uint8_t)f->linkage, .is_function = f->is_function, .is_system = f->system, .united = PROGRAM_NONE});
	vec_last(&u->symbols).guessed = is_guess(u->p, vec_last(&u->symbols).file);
}

/* The united symbol of something this unit defines in `file`. */
static uint32_t
define(struct unit *u, int64_t number, str_id file, uint32_t line)
{
	struct program *p = u->p;
	if (number < 1 || (uint64_t)number > u->symbols.count)
		return PROGRAM_NONE;
	struct unit_symbol *s = &u->symbols.at[number - 1];
	uint32_t owner = PROGRAM_NONE;
	str_id key = joined(p, file, ":", s->name);
	if (s->linkage == LINKAGE_STATIC_LOCAL && s->owner >= 1 && s->owner <= u->symbols.count) {
		owner = u->symbols.at[s->owner - 1].united;
		key = joined(p, joined(p, file, ":", u->symbols.at[s->owner - 1].name), ".", s->name);
		/* two of one name in one function: told apart by order, as lines move */
		for (uint32_t had = map_get(&p->symbol_ids, MAP_PAIR(key, 0));
		     had != MAP_NONE && p->symbols.at[had].line != line;
		     had = map_get(&p->symbol_ids, MAP_PAIR(key, 0)))
			key = joined(p, key, "~", 0);
	}
	uint32_t id = symbol_add(p, key, s->is_function);
	struct program_symbol *d = &p->symbols.at[id];
	d->name = s->name;
	d->file = file;
	d->is_static = s->linkage != LINKAGE_EXTERNAL;
	d->type = s->type;
	if (s->attributes)
		d->attributes = s->attributes;
	if (owner != PROGRAM_NONE)
		d->owner = owner;
	d->is_defined = true;
	d->in_header = file != u->main_file;
	if (d->unit == PROGRAM_NONE)
		d->unit = u->number;
	s->united = id;
	s->done = true;
	return id;
}

/* The definition that lies first says where the symbol is: two units may see it at different lines. */
#define IS_LATER(symbol, f) ((symbol)->line && (symbol)->line <= (f)->line)
#define SET_PLACE(u, symbol, f) \
	((symbol)->line = (uint32_t)(f)->line, \
	 (symbol)->end_line = (uint32_t)((f)->end_line < (f)->line ? (f)->line : (f)->end_line), \
	 (symbol)->physical_file = file_name((u), (f)->physical_file), \
	 (symbol)->physical_line = (uint32_t)(f)->physical_line, \
	 (symbol)->physical_end_line = (uint32_t)(f)->physical_end_line)

static void
read_function(struct unit *u, const struct fact_function *f)
{
	uint32_t id = define(u, f->symbol, file_name(u, f->file), (uint32_t)f->line);
	struct program_symbol *s = id == PROGRAM_NONE ? NULL : &u->p->symbols.at[id];
	if (!s || IS_LATER(s, f))
		return;
	SET_PLACE(u, s, f);
	s->flags = (uint32_t)f->flags;
	s->type = UNITED(u->types, f->result);
}

static void
read_global(struct unit *u, const struct fact_global *f)
{
	uint32_t id = define(u, f->symbol, file_name(u, f->file), (uint32_t)f->line);
	struct program_symbol *s = id == PROGRAM_NONE ? NULL : &u->p->symbols.at[id];
	if (!s || IS_LATER(s, f))
		return;
	SET_PLACE(u, s, f);
	s->type = UNITED(u->types, f->type);
	s->is_const = f->is_const;
	s->tentative = f->tentative;
}

/* Symbols that the unit only declares or uses. */
static void
refer(struct unit *u)
{
	struct program *p = u->p;
	for (size_t i = 0; i < u->symbols.count; i++) {
		struct unit_symbol *s = &u->symbols.at[i];
		if (s->done)
			continue;
		str_id key = s->linkage == LINKAGE_EXTERNAL ? s->name : joined(p, s->file, ":", s->name);
		s->united = symbol_add(p, key, s->is_function);
		struct program_symbol *d = &p->symbols.at[s->united];
		if (d->is_defined)
			continue;
		d->name = s->name;
		d->is_static = s->linkage != LINKAGE_EXTERNAL;
		d->is_system |= s->is_system;
		if (!d->attributes)
			d->attributes = s->attributes;
		if (!d->line || strcmp(program_text(p, s->file), program_text(p, d->file)) < 0) {
			d->file = s->file;
			d->line = s->line;
			d->type = s->type;
		}
	}
}

static void
read_params(struct unit *u)
{
	struct program *p = u->p;
	for (size_t i = 0; i < u->params.count;) {
		int64_t symbol = u->params.at[i].symbol;
		size_t end = i;
		while (end < u->params.count && u->params.at[end].symbol == symbol)
			end++;
		struct unit_symbol *s = symbol >= 1 && (size_t)symbol <= u->symbols.count ? &u->symbols.at[symbol - 1] : NULL;
		if (s && s->united != PROGRAM_NONE && !p->symbols.at[s->united].params) {
			struct program_symbol *d = &p->symbols.at[s->united];
			d->params = arena_array(&p->arena, struct program_param, end - i);
			d->param_count = (uint32_t)(end - i);
			for (size_t k = i; k < end; k++)
				d->params[k - i] = (struct program_param){text(u, u->params.at[k].name),
				                                          UNITED(u->types, u->params.at[k].type),
				                                          u->params.at[k].guessed != 0};
		}
		i = end;
	}
}

/* ---- bodies ---- */

static void
body_begin(struct unit *u, const struct fact_body *f)
{
	struct program_body b = {.symbol = (uint32_t)f->symbol, .is_initialiser = f->is_initialiser,
	                         .file = file_name(u, f->file), .next = PROGRAM_NONE};
	vec_push(&u->bodies, (struct unit_body){b, u->locals.count, u->values.count, u->events.count});
	vec_push(&u->values, (struct program_value){0});
	u->event_file = b.file;
}

static void
read_value(struct unit *u, const struct fact_value *f)
{
	struct program_value v = {.op = (uint8_t)f->op, .a = (uint32_t)f->a, .b = (uint32_t)f->b, .n = f->n,
	                          .text = text(u, f->text), .type = UNITED(u->types, f->type)};
	if (v.op == VALUE_FIELD) {
		v.b = UNITED(u->fields, f->b);
		uint32_t record = v.b == PROGRAM_NONE ? PROGRAM_NONE : u->p->fields.at[v.b].record;
		v.guessed = record != PROGRAM_NONE && is_guess(u->p, u->p->records.at[record].file);
	}
	vec_push(&u->values, v);
}

static void
read_event(struct unit *u, const struct fact_event *f)
{
	if (f->op == EVENT_FILE) {
		u->event_file = file_name(u, f->a);
		return;
	}
	vec_push(&u->events, (struct program_event){.op = (uint8_t)f->op, .a = (uint32_t)f->a, .b = (uint32_t)f->b, .n = f->n,
	                                            .file = u->event_file, .line = (uint32_t)f->line, .col = (uint32_t)f->col});
}

static void
body_end(struct unit *u)
{
	if (!u->bodies.count)
		return;
	struct unit_body *at = &vec_last(&u->bodies);
	struct program_body *b = &at->body;
	b->local_count = (uint32_t)(u->locals.count - at->locals);
	b->value_count = (uint32_t)(u->values.count - at->values) - 1;
	b->event_count = (uint32_t)(u->events.count - at->events);
}

/* Calls are numbered from 1: no number is larger than there are events. */
static void
count_calls(struct program_body *b)
{
	for (uint32_t i = 0; i < b->event_count; i++) {
		struct program_event *e = &b->events[i];
		if (e->op != EVENT_CALL)
			continue;
		if (e->b > b->event_count)
			e->b = 0;
		if (e->b > b->call_count)
			b->call_count = e->b;
	}
}

/* Operands that no value of the body has become holes, so that later stages can index without asking. */
static void
body_check(struct program_body *b)
{
	count_calls(b);
	for (uint32_t i = 1; i <= b->value_count; i++) {
		struct program_value *v = &b->values[i];
		bool has_a = v->op != VALUE_LOCAL && v->op != VALUE_GLOBAL && v->op != VALUE_FUNCTION;
		if ((has_a && (v->a >= i)) || (v->op == VALUE_LOCAL && v->a >= b->local_count) ||
		    ((v->op == VALUE_EITHER || v->op == VALUE_BINARY || v->op == VALUE_ELEMENT) && v->b >= i) ||
		    (v->op == VALUE_CALL && (v->n < 1 || v->n > b->call_count)))
			*v = (struct program_value){.op = VALUE_HOLE};
	}
	for (uint32_t i = 0; i < b->event_count; i++) {
		struct program_event *e = &b->events[i];
		bool b_is_value = e->op == EVENT_ASSIGN;
		if (e->op != EVENT_CASE && e->op != EVENT_LABEL && e->op != EVENT_JUMP && e->a > b->value_count)
			e->a = 0;
		if (b_is_value && e->b > b->value_count)
			e->b = 0;
	}
}

static uint64_t
mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * 0x9e3779b97f4a7c15;
	return h ^ h >> 32;
}

static uint64_t
body_digest(const struct program_body *b)
{
	uint64_t h = mix(0xcbf29ce484222325, b->file);
	for (uint32_t i = 1; i <= b->value_count; i++) {
		const struct program_value *v = &b->values[i];
		h = mix(mix(mix(mix(h, v->op), MAP_PAIR(v->a, v->b)), MAP_PAIR(v->text, v->type)), (uint64_t)v->n);
	}
	for (uint32_t i = 0; i < b->event_count; i++) {
		const struct program_event *e = &b->events[i];
		h = mix(mix(mix(h, MAP_PAIR(e->op, e->file)), MAP_PAIR(e->a, e->b)), mix(MAP_PAIR(e->line, e->col), (uint64_t)e->n));
	}
	return h;
}

/* A body that is new moves from the unit's memory to the program's; repeats of headers' functions go with the unit. */
static void
keep_arrays(struct arena *a, struct program_body *b)
{
	b->locals = arena_copy(a, b->locals, b->local_count * sizeof *b->locals);
	b->values = arena_copy(a, b->values, ((size_t)b->value_count + 1) * sizeof *b->values);
	b->events = arena_copy(a, b->events, b->event_count * sizeof *b->events);
	b->call_event = arena_array(a, uint32_t, (size_t)b->call_count + 1);
	for (uint32_t i = 0; i < b->event_count; i++)
		if (b->events[i].op == EVENT_CALL)
			b->call_event[b->events[i].b] = i;
}

static void
body_add(struct unit *u, const struct unit_body *at)
{
	struct program *p = u->p;
	struct program_body body = at->body, *b = &body;
	b->locals = b->local_count ? &u->locals.at[at->locals] : NULL;
	b->values = &u->values.at[at->values];
	b->events = b->event_count ? &u->events.at[at->events] : NULL;
	b->symbol = b->symbol >= 1 && b->symbol <= u->symbols.count ? u->symbols.at[b->symbol - 1].united : PROGRAM_NONE;
	if (b->symbol == PROGRAM_NONE)
		return;
	for (uint32_t i = 1; i <= b->value_count; i++) {
		struct program_value *v = &b->values[i];
		if (v->op != VALUE_GLOBAL && v->op != VALUE_FUNCTION)
			continue;
		const struct unit_symbol *s = v->a >= 1 && v->a <= u->symbols.count ? &u->symbols.at[v->a - 1] : NULL;
		if (!s || s->united == PROGRAM_NONE)
			*v = (struct program_value){.op = VALUE_HOLE};
		else
			v->a = s->united, v->guessed = s->guessed;
	}
	body_check(b);
	b->digest = body_digest(b);
	vec_push(&p->body_units, (struct program_body_unit){u->number, PROGRAM_NONE});
	b->first_unit = (uint32_t)p->body_units.count - 1;
	uint32_t *link = &p->symbols.at[b->symbol].first_body;
	for (; *link != PROGRAM_NONE; link = &p->bodies.at[*link].next) {
		struct program_body *old = &p->bodies.at[*link];
		if (old->digest == b->digest && old->value_count == b->value_count && old->event_count == b->event_count) {
			for (uint32_t i = 1; i <= b->value_count; i++) /* one unit that knows is enough */
				old->values[i].guessed &= b->values[i].guessed;
			if (p->body_units.at[old->first_unit].unit == u->number) {
				p->body_units.count--;
				return;
			}
			vec_last(&p->body_units).next = p->body_units.at[old->first_unit].next;
			p->body_units.at[old->first_unit].next = b->first_unit;
			return;
		}
	}
	*link = (uint32_t)p->bodies.count;
	keep_arrays(&p->arena, b);
	vec_push(&p->bodies, *b);
}

/* ---- notes ---- */

/* False: known already. */
static bool
note(struct unit *u, bool inactive, struct program_note n)
{
	struct program *p = u->p;
	struct arena_mark mark = arena_mark(&p->arena);
	str_id key = intern_text(&p->text, arena_printf(&p->arena, "%d\n%u\n%u\n%u\n%u\n%u\n%u", inactive, n.file, n.line, n.col, n.text, n.severity, n.config));
	arena_pop(&p->arena, mark);
	if (map_has(&p->note_ids, key))
		return false;
	map_put(&p->note_ids, key, 1);
	if (inactive)
		vec_push(&p->inactive, n);
	else
		vec_push(&p->diagnostics, n);
	return true;
}

static void
read_diagnostic(struct unit *u, const struct fact_diagnostic *f)
{
	note(u, false, (struct program_note){.file = file_name(u, f->file), .line = (uint32_t)f->line, .col = (uint32_t)f->col,
	                                     .text = text(u, f->text), .category = text(u, f->category),
	                                     .severity = (uint32_t)f->severity});
}

static void
read_inactive(struct unit *u, const struct fact_inactive *f)
{
	u->new_inactive = note(u, true, (struct program_note){
		.file = file_name(u, f->file), .line = (uint32_t)f->line, .end_line = (uint32_t)f->end_line,
		.text = text(u, f->condition), .config = u->config, .first_part = (uint32_t)u->p->inactive_parts.count});
}

static void
read_inactive_part(struct unit *u, const struct fact_inactive_part *f)
{
	struct program *p = u->p;
	if (!u->new_inactive)
		return;
	vec_push(&p->inactive_parts, (struct program_inactive_part){text(u, f->text), (uint32_t)f->line, f->is_call != 0});
	vec_last(&p->inactive).part_count++;
}

/* What several units had to assume of one place is one assumption. */
static void
read_assumption(struct unit *u, const struct fact_assumption *f)
{
	struct program *p = u->p;
	struct program_assumption a = {(enum assumption_kind)f->kind, text(u, f->file), text(u, f->text), (uint32_t)f->line};
	str_id key = joined(p, a.file, "\n", a.text);
	if (f->kind < 0 || f->kind >= ASSUMPTION_COUNT || map_has(&p->note_ids, MAP_PAIR(key, 1)))
		return;
	map_put(&p->note_ids, MAP_PAIR(key, 1), 1);
	vec_push(&p->assumptions, a);
}

/* ---- a unit ---- */

static void
read_record_of_unit(struct unit *u, const struct fact *f)
{
	switch (f->kind) {
	case FACT_FILE: read_file(u, &f->file_); break;
	case FACT_TYPE: read_type(u, &f->type_); break;
	case FACT_RECORD: read_record(u, &f->record_); break;
	case FACT_FIELD: read_field(u, &f->field_); break;
	case FACT_SYMBOL: read_symbol(u, &f->symbol_); break;
	case FACT_FUNCTION: read_function(u, &f->function_); break;
	case FACT_MACRO: read_macro(u, &f->macro_); break;
	case FACT_MACRO_USE: read_macro_use(u, &f->macro_use_); break;
	case FACT_GLOBAL: read_global(u, &f->global_); break;
	case FACT_PARAM: vec_push(&u->params, f->param_); break;
	case FACT_BODY: body_begin(u, &f->body_); break;
	case FACT_LOCAL:
		vec_push(&u->locals, (struct program_local){.name = text(u, f->local_.name), .kind = (uint8_t)f->local_.kind,
		                                            .type = UNITED(u->types, f->local_.type), .line = (uint32_t)f->local_.line});
		break;
	case FACT_VALUE: read_value(u, &f->value_); break;
	case FACT_EVENT: read_event(u, &f->event_); break;
	case FACT_END: body_end(u); break;
	case FACT_DIAGNOSTIC: read_diagnostic(u, &f->diagnostic_); break;
	case FACT_ASSUMPTION: read_assumption(u, &f->assumption_); break;
	case FACT_INACTIVE: read_inactive(u, &f->inactive_); break;
	case FACT_INACTIVE_PART: read_inactive_part(u, &f->inactive_part_); break;
	case FACT_UNIT: u->main_file = text(u, f->unit_.file); break;
	default: break;
	}
}

static void
unit_finish(struct unit *u)
{
	vec_finish(&u->files);
	vec_finish(&u->types);
	vec_finish(&u->records);
	vec_finish(&u->fields);
	vec_finish(&u->symbols);
	vec_finish(&u->macros);
	vec_finish(&u->params);
	vec_finish(&u->bodies);
	vec_finish(&u->locals);
	vec_finish(&u->values);
	vec_finish(&u->events);
	free(u->strings);
	fact_reader_destroy(u->reader);
}

bool
unite_unit(struct program *p, const char *path, uint32_t number, str_id config, struct diag_queue *diags)
{
	struct unit u = {.p = p, .number = number, .config = config, .reader = fact_reader_open(path, diags)};
	if (!u.reader)
		return false;
	u.strings = mem_alloc(fact_string_count(u.reader) * sizeof *u.strings);
	struct fact f;
	while (fact_next(u.reader, &f))
		read_record_of_unit(&u, &f);
	refer(&u);
	read_params(&u);
	for (size_t i = 0; i < u.bodies.count; i++)
		body_add(&u, &u.bodies.at[i]);
	unit_finish(&u);
	return true;
}
