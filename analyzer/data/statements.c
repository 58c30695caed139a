/* Statement rows: what each text reads and writes, how it is known, and how sure. */
#include "data/statements.h"

#include <ctype.h>
#include <string.h>

#include "data/schema.h"
#include "data/stores.h"
#include "facts/configs.h"

void
statements_read(struct data *d)
{
	for (size_t i = 0; i < d->statements.count; i++) {
		struct statement *s = &d->statements.at[i];
		if (!statement_is_sql(s))
			continue;
		s->script = sql_parse(&d->p->arena, s->text, s->length, d->schema);
	}
}

/* ---- alternatives that cannot be ---- */

static bool
names_table(struct data *d, const struct statement *s, const char *wanted)
{
	for (size_t i = 0; i < s->script.count; i++)
		for (size_t k = 0; k < s->script.statements[i].table_count; k++) {
			const struct sql_table_use *u = &s->script.statements[i].tables[k];
			const char *shown = table_shown(d, u->name, u->has_hole);
			if (shown && !strcasecmp(shown, wanted))
				return true;
		}
	return false;
}

static bool
same_place(const struct statement *a, const struct statement *b)
{
	return a->symbol == b->symbol && a->symbol != PROGRAM_NONE && a->body == b->body && a->event == b->event;
}

/* One of several texts names a table that nobody creates, and its neighbour the family that is created with that ending, or
 * the other way round: a format for whole names met an ending. */
static bool
is_shadow(struct data *d, size_t at)
{
	const struct statement *s = &d->statements.at[at];
	if ((!s->chosen && !s->filled) || !statement_is_sql(s))
		return false;
	for (size_t i = 0; i < s->script.count; i++)
		for (size_t k = 0; k < s->script.statements[i].table_count; k++) {
			const struct sql_table_use *u = &s->script.statements[i].tables[k];
			const char *other = schema_counterpart(d, table_shown(d, u->name, u->has_hole));
			if (!other)
				continue;
			for (size_t n = at; n-- > 0 && same_place(&d->statements.at[n], s);)
				if (names_table(d, &d->statements.at[n], other))
					return true;
			for (size_t n = at + 1; n < d->statements.count && same_place(&d->statements.at[n], s); n++)
				if (names_table(d, &d->statements.at[n], other))
					return true;
		}
	return false;
}

void
statements_drop_shadows(struct data *d)
{
	size_t kept = 0;
	unsigned char *drop = mem_alloc(d->statements.count + 1);
	for (size_t i = 0; i < d->statements.count; i++)
		drop[i] = is_shadow(d, i);
	for (size_t i = 0; i < d->statements.count; i++)
		if (!drop[i]) {
			d->statements.at[kept] = d->statements.at[i];
			d->statements.at[kept].id = (int64_t)kept + 1;
			kept++;
		}
	d->statements.count = kept;
	free(drop);
}

bool
statement_is_sql(const struct statement *s)
{
	return !strcmp(s->store, "sql");
}

bool
table_is_catalog(const char *name)
{
	static const char *const prefixes[] = {"sqlite_", "pragma_", "pg_", "information_schema.", "mysql.", "performance_schema.", "sys."};
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (!strncasecmp(name, prefixes[i], strlen(prefixes[i])))
			return true;
	return !strcasecmp(name, "dual");
}

/* The parser's names may live in the schema, which goes before the rows do. */
static const char *
kept(struct data *d, const char *name)
{
	return name ? program_text(d->p, intern_text(&d->p->text, name)) : NULL;
}

const char *
table_shown(struct data *d, const char *name, bool has_hole)
{
	struct arena *a = &d->p->arena;
	if (!has_hole) {
		const char *created = schema_name(d, name);
		return created ? created : *name ? kept(d, name) : NULL;
	}
	char *shown = arena_alloc(a, strlen(name) + 1), *to = shown;
	bool letters = false;
	for (const char *c = name; *c; c++) {
		if (*c == SQL_HOLE_BEGIN) {
			while (*c && *c != SQL_HOLE_END)
				c++;
			if (to == shown || to[-1] != '*')
				*to++ = '*';
			if (!*c)
				break;
			continue;
		}
		letters |= isalpha((unsigned char)*c) != 0;
		*to++ = *c;
	}
	return letters ? schema_family(d, shown) : NULL;
}

/* ---- confidence ---- */

static enum confidence
confidence_of(const struct statement *s, bool hole)
{
	bool plain = s->symbol == PROGRAM_NONE || (!s->wrappers && !s->filled);
	return program_less_sure(hole || s->chosen ? CONFIDENCE_FAMILY : plain ? CONFIDENCE_EXACT : CONFIDENCE_RESOLVED, s->guessed);
}

static const char *
how_of(struct data *d, const struct statement *s)
{
	if (s->symbol == PROGRAM_NONE)
		return "definition in a .sql file";
	const char *filled = s->filled ? ", table name from a caller's literal" : "";
	const char *chosen = s->chosen ? ", one of several texts" : "";
	const char *guessed = s->guessed ? GUESSED_HOW : "";
	if (!s->wrappers)
		return arena_printf(&d->p->arena, "text reaches %s%s%s%s", s->through, chosen, filled, guessed);
	return arena_printf(&d->p->arena, "text reaches a driver through %s (%u wrapper%s)%s%s%s", s->through, s->wrappers,
	                    s->wrappers == 1 ? "" : "s", chosen, filled, guessed);
}

/* ---- rows ---- */

static int64_t
number(struct data *d, const struct statement *s)
{
	return s->symbol == PROGRAM_NONE ? 0 : d->p->symbols.at[s->symbol].number;
}

const char *
statement_configs(struct data *d, const struct statement *s)
{
	return s->symbol == PROGRAM_NONE ? NULL : configs_text(d->p, s->configs);
}

static void
put_unknown_table(struct data *d, const struct statement *s)
{
	ROW_ADD(d->rows, UNRESOLVED, unresolved, .kind = UNRESOLVED_TABLE, .function = number(d, s), .file = s->file, .line = s->line,
	        .reason = "the table's name is made at run time and could not be followed",
	        .text = sql_show(&d->p->arena, s->text, s->length));
}

static void
put_access(struct data *d, const struct statement *s, const char *table, const char *column, enum table_mode mode, bool hole)
{
	ROW_ADD(d->rows, TABLE_ACCESS, table_access, .function = number(d, s), .store = "sql", .table_name = table,
	        .column_name = column, .mode = mode, .file = s->file, .line = s->line, .statement_id = s->id,
	        .configs = statement_configs(d, s), .confidence = confidence_of(s, hole), .how = how_of(d, s));
	schema_used(d, table, s, hole);
}

static bool
has_hole(const char *name)
{
	return name && strchr(name, SQL_HOLE_BEGIN);
}

static void
put_uses(struct data *d, const struct statement *s, const struct sql_statement *q)
{
	for (size_t i = 0; i < q->table_count; i++) {
		const char *table = table_shown(d, q->tables[i].name, q->tables[i].has_hole);
		if (table)
			put_access(d, s, table, NULL, q->tables[i].mode, q->tables[i].has_hole);
		else
			put_unknown_table(d, s);
	}
	for (size_t i = 0; i < q->column_count; i++) {
		const struct sql_column_use *c = &q->columns[i];
		const char *table = c->table ? table_shown(d, c->table, has_hole(c->table)) : NULL;
		if (table && !has_hole(c->column))
			put_access(d, s, table, kept(d, c->column), c->mode, has_hole(c->table));
	}
	for (size_t i = 0; i < q->join_count; i++) {
		const struct sql_join_use *j = &q->joins[i];
		const char *a = table_shown(d, j->table_a, has_hole(j->table_a)), *b = table_shown(d, j->table_b, has_hole(j->table_b));
		if (a && b)
			ROW_ADD(d->rows, JOIN, join, .statement_id = s->id, .table_a = a,
			        .column_a = kept(d, j->column_a), .table_b = b, .column_b = kept(d, j->column_b));
	}
	for (size_t i = 0; i < q->predicate_count; i++) {
		const struct sql_predicate_use *c = &q->predicates[i];
		const char *table = c->table ? table_shown(d, c->table, has_hole(c->table)) : NULL;
		if (table)
			ROW_ADD(d->rows, PREDICATE, predicate, .statement_id = s->id, .table_name = table,
			        .column_name = kept(d, c->column), .role = c->role);
	}
}

/* Parts before the first statement of a text that was put together are of no harm: rows of a loop whose head comes first.
 * A statement that is none of the data's (GRANT, NOTIFY, COPY …) is read when all of it was. */
static bool
is_read(const struct statement *s)
{
	bool any = false;
	for (size_t i = 0; i < s->script.count; i++) {
		enum sql_verb verb = s->script.statements[i].verb;
		bool unknown = verb == SQL_OTHER && !s->script.statements[i].complete; /* LOCK TABLE t is no such */
		if (unknown || (verb == SQL_FRAGMENT && i + 1 == s->script.count))
			return false;
		any = true;
	}
	return any;
}

static bool
names_all_tables(const struct statement *s)
{
	for (size_t i = 0; i < s->script.count; i++)
		for (size_t k = 0; k < s->script.statements[i].table_count; k++)
			if (s->script.statements[i].tables[k].has_hole)
				return false;
	return true;
}

void
statements_rows(struct data *d)
{
	for (size_t i = 0; i < d->statements.count; i++) {
		struct statement *s = &d->statements.at[i];
		ROW_ADD(d->rows, STATEMENT, statement, .id = s->id, .function = number(d, s), .file = s->file, .line = s->line,
		        .sql = sql_show(&d->p->arena, s->text, s->length), .dialect = s->dialect, .resolved = !statement_is_sql(s) || (is_read(s) && names_all_tables(s)),
		        .transaction_id = s->transaction, .configs = statement_configs(d, s));
		if (!statement_is_sql(s)) {
			store_command(d, s);
			continue;
		}
		for (size_t k = 0; k < s->script.count; k++)
			put_uses(d, s, &s->script.statements[k]);
		if (!is_read(s))
			ROW_ADD(d->rows, UNRESOLVED, unresolved, .kind = UNRESOLVED_SQL, .function = number(d, s), .file = s->file,
			        .line = s->line, .reason = "part of the statement is made at run time and could not be followed",
			        .text = sql_show(&d->p->arena, s->text, s->length));
	}
}
