/* Whose column is it? In: the references noted while a statement was read, the sources of its scopes, the schema.
 * Out: column uses, predicates, joins, and the reads of tables that are also written.
 *
 * An unqualified name is looked for in three rounds, each from the innermost scope outwards: a source that
 * surely has it; a source that may have it, when there is only one such table; the only table there is.
 * Columns of derived tables and CTEs are followed to the table they show. All look-ups draw on one budget,
 * proportional to the statement's length, so that a hostile text costs linear time. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

enum certainty { ABSENT, MAYBE, SURE };

static enum certainty find_in_scope_sources(struct parser *p, const struct scope *scope, const char *name,
                                            unsigned limit, struct found *out);

static bool
spend(struct parser *p)
{
	if (p->budget) {
		p->budget--;
		return true;
	}
	p->broken = true;
	return false;
}

static bool
is_row_id(const char *name)
{
	return !strcasecmp(name, "rowid") || !strcasecmp(name, "oid") || !strcasecmp(name, "_rowid_");
}

static enum certainty
find_in_table(struct parser *p, const struct source *s, const char *name, struct found *out)
{
	*out = (struct found){.kind = FOUND_COLUMN, .source = s, .table = s->name, .column = name};
	if (!s->known)
		return MAYBE;
	if (schema_column(p->schema, s->known, name))
		return SURE;
	if (is_row_id(name)) {
		out->column = s->known->row_id ? s->known->row_id : "rowid";
		return SURE;
	}
	return s->known->open ? MAYBE : ABSENT;
}

static bool
qualifies(const struct source *s, const char *qualifier)
{
	return !strcasecmp(s->alias, qualifier) || (strchr(qualifier, '.') && !strcasecmp(s->name, qualifier));
}

/* The column of a ref that is being shown by an output. */
static enum certainty
follow(struct parser *p, int ref, struct found *out)
{
	*out = (struct found){.kind = FOUND_NOTHING};
	if (ref != NO_REF && p->refs.at[ref].state == REF_BUSY)
		return ABSENT;
	if (ref != NO_REF && p->depth < NESTING_LIMIT) {
		p->depth++;
		*out = ref_resolve(p, ref)->found;
		p->depth--;
	}
	return SURE;
}

static enum certainty find_in_source(struct parser *p, const struct source *s, const char *name, struct found *out);

/* A star among the outputs: what it stands for may hold the name. */
static enum certainty
find_in_star(struct parser *p, const struct scope *scope, const struct output *star, const char *name, struct found *out)
{
	const char *qualifier = star->ref == NO_REF ? NULL : p->refs.at[star->ref].qualifier;
	if (!qualifier)
		return find_in_scope_sources(p, scope, name, UINT32_MAX, out);
	for (const struct source *s = scope->sources; s && spend(p); s = s->next) {
		if (qualifies(s, qualifier))
			return find_in_source(p, s, name, out);
	}
	return MAYBE;
}

static enum certainty
find_in_outputs(struct parser *p, const struct scope *scope, const char *name, struct found *out)
{
	enum certainty best = ABSENT;
	uint32_t hash = name_hash(name);
	for (const struct output *o = scope->outputs; o && spend(p); o = o->next) {
		struct found found = {0};
		enum certainty c = ABSENT;
		if (o->star)
			c = find_in_star(p, scope, o, name, &found);
		else if (o->hash == hash && !strcasecmp(o->name, name))
			c = follow(p, o->ref, &found);
		if (c > best) {
			best = c;
			*out = found;
		}
		if (best == SURE)
			break;
	}
	return best;
}

/* x(a, b): the second name shows the second output. */
static enum certainty
find_renamed(struct parser *p, const struct source *s, const char *name, struct found *out)
{
	const struct scope *query = s->cte ? s->cte->query : s->query;
	const struct output *o = query ? query->outputs : NULL;
	bool star = false;
	for (const char *const *n = s->names ? s->names : s->cte->names; *n && spend(p); n++) {
		star |= o && o->star;
		if (!strcasecmp(*n, name))
			return follow(p, o && !star ? o->ref : NO_REF, out);
		o = o ? o->next : NULL;
	}
	return ABSENT;
}

static enum certainty
find_in_source(struct parser *p, const struct source *s, const char *name, struct found *out)
{
	*out = (struct found){.kind = FOUND_NOTHING, .source = s};
	if (s->kind == SOURCE_TABLE)
		return find_in_table(p, s, name, out);
	const struct scope *query = s->cte ? s->cte->query : s->query;
	if (s->names || (s->cte && s->cte->names))
		return find_renamed(p, s, name, out);
	if (s->kind == SOURCE_OPAQUE || !query || p->depth >= NESTING_LIMIT)
		return MAYBE;
	p->depth++;
	enum certainty c = find_in_outputs(p, query, name, out);
	p->depth--;
	return c;
}

/* MAYBE with FOUND_UNCLEAR when several tables may have it. */
static enum certainty
find_in_scope_sources(struct parser *p, const struct scope *scope, const char *name, unsigned limit, struct found *out)
{
	enum certainty best = ABSENT;
	for (const struct source *s = scope->sources; s && s->number < limit && spend(p); s = s->next) {
		struct found found;
		enum certainty c = find_in_source(p, s, name, &found);
		if (c == SURE) {
			*out = found;
			return SURE;
		}
		if (c == ABSENT)
			continue;
		if (best == MAYBE && out->kind == FOUND_COLUMN && found.kind == FOUND_COLUMN)
			*out = (struct found){.kind = FOUND_UNCLEAR, .column = name};
		else if (best == ABSENT || out->kind == FOUND_NOTHING)
			*out = found;
		best = MAYBE;
	}
	return best;
}

static bool
find_alias(struct parser *p, const struct scope *scope, const char *name, struct found *out)
{
	uint32_t hash = name_hash(name);
	const struct scope *named = scope->first ? scope->first : scope;
	for (const struct output *o = named->outputs; o && spend(p); o = o->next) {
		if (!o->star && o->hash == hash && !strcasecmp(o->name, name))
			return follow(p, o->ref, out) != ABSENT;
	}
	return false;
}

/* Names that stand for a value when no table has such a column. */
static bool
is_value_word(const char *name)
{
	return word_in(name, strlen(name), " USER LEVEL SYSDATE SYSTIMESTAMP ROWNUM SQLCODE SQLERRM UID FOUND ");
}

static bool
find_surely(struct parser *p, const struct ref *r, struct found *out)
{
	for (const struct scope *s = r->scope; s && spend(p); s = s->parent) {
		if (find_in_scope_sources(p, s, r->name, r->limit, out) == SURE)
			return true;
		if (s == r->scope && r->kind == REF_ALIAS && find_alias(p, s, r->name, out))
			return true;
	}
	return false;
}

static bool
find_maybe(struct parser *p, const struct ref *r, struct found *out)
{
	for (const struct scope *s = r->scope; s && spend(p); s = s->parent) {
		if (find_in_scope_sources(p, s, r->name, r->limit, out) != ABSENT)
			return true;
		if (s == r->scope && r->kind == REF_COLUMN && find_alias(p, s, r->name, out))
			return true;
	}
	return false;
}

/* The table itself: SELECT t FROM t, t MATCH 'x'. */
static bool
is_source_name(const struct ref *r)
{
	for (const struct source *s = r->scope ? r->scope->sources : NULL; s; s = s->number > 64 ? NULL : s->next) {
		if (!strcasecmp(s->alias, r->name))
			return true;
	}
	return false;
}

/* Nobody has it: the schema may be older than the statement, so the only table keeps it. */
static struct found
find_leftover(const struct parser *p, const struct ref *r)
{
	const struct scope *s = r->scope;
	bool only = s && s->source_count == 1 && s->sources->kind == SOURCE_TABLE && !s->parent;
	if (r->quoted || p->in_routine || is_value_word(r->name))
		return (struct found){.kind = FOUND_NOTHING};
	if (only)
		return (struct found){FOUND_COLUMN, s->sources, s->sources->name, r->name};
	bool sources = s && s->sources;
	return (struct found){.kind = sources ? FOUND_NOTHING : FOUND_UNCLEAR, .column = r->name};
}

static struct found
resolve_bare(struct parser *p, const struct ref *r)
{
	struct found found = {.kind = FOUND_NOTHING};
	if (r->kind == REF_ALIAS_FIRST && r->scope && find_alias(p, r->scope, r->name, &found))
		return found;
	if (find_surely(p, r, &found))
		return found;
	if (r->quoted == QUOTED_TEXT)
		return (struct found){.kind = FOUND_NOTHING};
	if (is_source_name(r))
		return (struct found){.kind = FOUND_NOTHING};
	if (find_maybe(p, r, &found))
		return found;
	return find_leftover(p, r);
}

/* NEW, OLD and their kin; *out is FOUND_NOTHING but in a trigger. */
static bool
find_pseudo(const struct parser *p, const struct ref *r, struct found *out)
{
	const char *q = r->qualifier + (*r->qualifier == ':');
	*out = (struct found){.kind = FOUND_NOTHING};
	if (!word_in(q, strlen(q), " NEW OLD EXCLUDED INSERTED DELETED "))
		return false;
	if (p->trigger_table && strcasecmp(q, "excluded") != 0)
		*out = (struct found){FOUND_COLUMN, NULL, p->trigger_table, r->name};
	return true;
}

/* Holes have no names to compare: {1}.x is of the table that is a hole, if there is one such table. */
static const struct source *
only_hole_source(const struct scope *scope)
{
	const struct source *found = NULL;
	for (const struct source *s = scope ? scope->sources : NULL; s; s = s->number > 64 ? NULL : s->next) {
		if (s->has_hole && found)
			return NULL;
		found = s->has_hole ? s : found;
	}
	return found;
}

static struct found
resolve_qualified(struct parser *p, const struct ref *r)
{
	struct found found;
	for (const struct scope *scope = r->scope; scope; scope = scope->parent) {
		for (const struct source *s = scope->sources; s && spend(p); s = s->next) {
			if (!qualifies(s, r->qualifier))
				continue;
			(void)find_in_source(p, s, r->name, &found);
			return found;
		}
	}
	const struct source *hole = *r->qualifier == SQL_HOLE_BEGIN ? only_hole_source(r->scope) : NULL;
	if (hole) {
		(void)find_in_source(p, hole, r->name, &found);
		return found;
	}
	if (find_pseudo(p, r, &found))
		return found;
	if (schema_find(p->schema, r->qualifier))
		return (struct found){FOUND_COLUMN, NULL, r->qualifier, r->name};
	return (struct found){.kind = p->in_routine ? FOUND_NOTHING : FOUND_UNCLEAR, .column = r->name};
}

/* USING without a schema: the table to the left, or the one that shared the name before. */
static struct found
resolve_using(struct parser *p, const struct ref *r)
{
	struct found found = {.kind = FOUND_NOTHING};
	const struct source *left = NULL;
	if (find_in_scope_sources(p, r->scope, r->name, r->limit, &found) == ABSENT || found.kind != FOUND_UNCLEAR)
		return found;
	for (const struct source *s = r->scope->sources; s && s->number < r->limit && spend(p); s = s->next) {
		if (s->kind == SOURCE_TABLE)
			left = s;
	}
	return left ? (struct found){FOUND_COLUMN, left, left->name, r->name} : found;
}

struct ref *
ref_resolve(struct parser *p, int ref)
{
	struct ref *r = &p->refs.at[ref];
	if (r->state != REF_OPEN)
		return r;
	r->state = REF_BUSY;
	struct found found = {.kind = FOUND_NOTHING};
	if (r->kind == REF_STAR || r->kind == REF_NATURAL)
		found.kind = FOUND_NOTHING;
	else if (r->direct)
		(void)find_in_source(p, r->direct, r->name, &found);
	else if (r->kind == REF_USING)
		found = resolve_using(p, r);
	else
		found = r->qualifier ? resolve_qualified(p, r) : resolve_bare(p, r);
	r->found = found;
	r->state = REF_DONE;
	return r;
}

static void
report_column(struct parser *p, const struct found *f, enum table_mode mode)
{
	const char *table = f->kind == FOUND_COLUMN ? f->table : NULL;
	if (f->kind == FOUND_COLUMN && f->source && f->source->target && mode == TABLE_READ)
		report_table(p, table, TABLE_READ, f->source->has_hole, f->source->place);
	if (first_seen(p, SEEN_COLUMN + mode, table, f->column)) {
		struct sql_column_use use = {.table = table, .column = f->column, .mode = mode};
		vec_push(&p->columns, use);
	}
}

static void
report_star(struct parser *p, const struct ref *r)
{
	for (const struct source *s = r->scope ? r->scope->sources : NULL; s && spend(p); s = s->next) {
		if ((r->qualifier && !qualifies(s, r->qualifier)) || s->kind != SOURCE_TABLE)
			continue;
		if (s->target && r->mode == TABLE_READ)
			report_table(p, s->name, TABLE_READ, s->has_hole, s->place);
		for (const struct schema_column *c = s->known ? s->known->columns : NULL; c && spend(p); c = c->next) {
			struct found f = {FOUND_COLUMN, NULL, s->name, c->name};
			report_column(p, &f, r->mode);
		}
	}
}

static void
report_join(struct parser *p, const struct found *a, const struct found *b)
{
	bool known = a->kind == FOUND_COLUMN && b->kind == FOUND_COLUMN;
	if (!known || (!strcasecmp(a->table, b->table) && (a->source == b->source || !strcasecmp(a->column, b->column))))
		return;
	const char *left = arena_printf(p->scratch, "%s.%s", a->table, a->column);
	const char *right = arena_printf(p->scratch, "%s.%s", b->table, b->column);
	bool turned = strcasecmp(left, right) > 0;
	if (first_seen(p, SEEN_JOIN, turned ? right : left, turned ? left : right)) {
		struct sql_join_use join = {a->table, a->column, b->table, b->column};
		vec_push(&p->joins, join);
	}
}

/* NATURAL JOIN: only a schema can tell which columns the tables share. */
static void
report_natural(struct parser *p, const struct ref *r)
{
	const struct schema_table *t = r->direct->known;
	for (const struct schema_column *c = t ? t->columns : NULL; c && spend(p); c = c->next) {
		struct found left, right = {FOUND_COLUMN, r->direct, r->direct->name, c->name};
		if (find_in_scope_sources(p, r->scope, c->name, r->limit, &left) != SURE || left.kind != FOUND_COLUMN)
			continue;
		report_column(p, &left, TABLE_READ);
		report_column(p, &right, TABLE_READ);
		report_join(p, &left, &right);
	}
}

static void
report_predicates(struct parser *p)
{
	for (size_t i = 0; i < p->compared.count; i++) {
		const struct found *f = &ref_resolve(p, p->compared.at[i].ref)->found;
		enum predicate_role role = p->compared.at[i].role;
		int unless = p->compared.at[i].unless;
		if (f->kind != FOUND_COLUMN || (unless != NO_REF && ref_resolve(p, unless)->found.kind != FOUND_NOTHING))
			continue;
		if (first_seen(p, SEEN_PREDICATE + role, f->table, f->column)) {
			struct sql_predicate_use use = {.table = f->table, .column = f->column, .role = role};
			vec_push(&p->predicates, use);
		}
	}
}

void
resolve_all(struct parser *p)
{
	for (size_t i = 0; i < p->refs.count; i++) {
		const struct ref *r = ref_resolve(p, (int)i);
		if (r->kind == REF_STAR)
			report_star(p, r);
		else if (r->kind == REF_NATURAL)
			report_natural(p, r);
		else if (r->found.kind != FOUND_NOTHING)
			report_column(p, &r->found, r->mode);
	}
	report_predicates(p);
	for (size_t i = 0; i < p->joined.count; i++) {
		const struct found *a = &ref_resolve(p, p->joined.at[i].a)->found;
		report_join(p, a, &ref_resolve(p, p->joined.at[i].b)->found);
	}
}
