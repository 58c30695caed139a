/* What the schema does behind a statement. In: the statements read. Out: access rows of the same function and statement,
 * `resolved`: the tables a view reads, what a trigger's body does, what a foreign key reads, deletes or clears, what a
 * called routine does; all of it transitively, each (table, operation) once a statement.
 *
 * SQLite leaves foreign keys alone unless told otherwise: there they count only when some statement switches them on.
 * A trigger fires for its own event alone, and no more once a later step of its script, or of the function that alters
 * tables and made it, drops it; an update reads a parent only when a column of the key may change; SQLite
 * looks for the parent of a row that goes, too, since that may mend what a deferred key still counts as broken. */
#include "data/effects.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "data/routines.h"
#include "data/schema.h"

enum { CHANGES_MOST = 400 }; /* tables one statement may work through */

struct created { const char *table, *file; };

struct trigger {
	const char *name, *table, *file;
	uint32_t symbol; /* whose statement makes it, PROGRAM_NONE: a script's */
	bool dropped;
	bool on[TABLE_DDL + 1]; /* by enum table_mode */
	const struct sql_statement *body;
	size_t body_count;
	const struct routine *node;
};

struct code { /* a view's select, a routine's body */
	const char *name;
	const struct sql_statement *body;
	size_t body_count;
	const struct statement *ran_for; /* a routine is read once a statement */
};

struct foreign_key {
	const char *child, *columns, *parent, *ref_columns;
	const char *on_delete; /* "" when not said */
	const char *file;      /* where it is said */
};

struct change { /* a table worked on; columns: the statement that says which, or a list of names, or neither */
	const char *table;
	enum table_mode mode;
	const struct sql_statement *by;
	const char *columns;
};

struct effects {
	struct data *d;
	VEC(struct trigger) triggers;
	VEC(struct code) views, routines;
	VEC(struct foreign_key) keys;
	VEC(struct created) created; /* where, to tell namesakes apart */
	bool keys_on; /* some statement switches SQLite's foreign keys on */
	const struct statement *of;
	VEC(struct change) changes;
};

static bool
same_name(const char *a, const char *b)
{
	return a && b && !strcasecmp(a, b);
}

/* ---- what the schema holds ---- */

static const char *
shown(struct effects *e, const char *name)
{
	return name ? table_shown(e->d, name, strchr(name, SQL_HOLE_BEGIN) != NULL) : NULL;
}

/* A list of columns that has the name: "a, b". */
static bool
lists(const char *columns, const char *name)
{
	size_t n = strlen(name);
	for (const char *c = columns; c && *c;) {
		while (*c == ' ' || *c == ',')
			c++;
		size_t length = strcspn(c, ",");
		size_t word = length;
		while (word && c[word - 1] == ' ')
			word--;
		if (word == n && !strncasecmp(c, name, n))
			return true;
		c += length;
	}
	return false;
}

/* CREATE TRIGGER name AFTER INSERT OR UPDATE OF x ON …: the words before ON. */
/* ---- namesakes: two databases in one tree with tables of one name ---- */

static bool
same_folder(const char *a, const char *b)
{
	const char *end_a = strrchr(a, '/'), *end_b = strrchr(b, '/');
	size_t n = end_a ? (size_t)(end_a - a) : 0, m = end_b ? (size_t)(end_b - b) : 0;
	return n == m && !strncmp(a, b, n);
}

/* By leading folders that two paths share; the same folder is nearest. */
static unsigned
nearness(const char *a, const char *b)
{
	unsigned folders = same_folder(a, b);
	for (; *a && *a == *b; a++, b++)
		folders += *a == '/';
	return 1 + folders;
}

/* The file with the CREATE of that table which is nearest to `file`, NULL when none is known. */
static const char *
home_of(const struct effects *e, const char *table, const char *file)
{
	const char *home = NULL;
	unsigned most = 0;
	for (size_t i = 0; i < e->created.count; i++) {
		const struct created *c = &e->created.at[i];
		unsigned near = same_name(c->table, table) ? nearness(c->file, file) : 0;
		if (near > most) {
			most = near;
			home = c->file;
		}
	}
	return home;
}

/* Does a definition in `file` mean the table that the statement at hand works on? Not when each has a CREATE of its own nearer
 * by, in another folder. */
static bool
same_database(const struct effects *e, const char *table, const char *file)
{
	const char *a = home_of(e, table, file), *b = home_of(e, table, e->of->file);
	return !a || !b || same_folder(a, b);
}

static void
read_events(const struct statement *s, const struct sql_statement *q, struct trigger *t)
{
	static const struct { const char *word; enum table_mode mode; } words[] = {
		{"insert", TABLE_CREATE}, {"update", TABLE_UPDATE}, {"delete", TABLE_DELETE}};
	const char *at = s->text + q->begin, *end = s->text + q->end;
	while (at < end) {
		size_t n = 0;
		while (at + n < end && (isalnum((unsigned char)at[n]) || at[n] == '_'))
			n++;
		if (n == 2 && !strncasecmp(at, "on", 2))
			return;
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (n == strlen(words[i].word) && !strncasecmp(at, words[i].word, n))
				t->on[words[i].mode] = true;
		at += n ? n : 1;
	}
}

static void
add_trigger(struct effects *e, const struct statement *s, const struct sql_statement *q)
{
	struct trigger t = {.file = s->file, .symbol = s->symbol, .name = q->object, .table = shown(e, q->on_table), .body = q->body, .body_count = q->body_count,
	                    .node = q->object ? routine_trigger(e->d, q->object) : NULL};
	if (!t.name || !t.table)
		return;
	read_events(s, q, &t);
	for (size_t i = 0; i < e->triggers.count; i++) {
		struct trigger *old = &e->triggers.at[i];
		if (!same_name(old->name, t.name) || !same_name(old->table, t.table))
			continue;
		if (old->dropped)
			*old = t;
		return;
	}
	vec_push(&e->triggers, t);
}

static bool
alters_tables(const struct data *d, uint32_t symbol)
{
	for (size_t i = 0; i < d->statements.count; i++) {
		const struct statement *s = &d->statements.at[i];
		for (size_t k = 0; s->symbol == symbol && k < s->script.count; k++)
			if (s->script.statements[k].verb == SQL_ALTER)
				return true;
	}
	return false;
}

/* DROP TRIGGER behind the CREATE, in the same sequence of steps. Elsewhere nobody knows which comes first: an installer's
 * trigger lives until it is uninstalled. */
static void
drop_trigger(struct effects *e, const struct statement *s, const struct sql_statement *q)
{
	static const char word[] = "trigger";
	const char *kind = s->text + q->begin + strlen("drop");
	while (isspace((unsigned char)*kind))
		kind++;
	if (strncasecmp(kind, word, strlen(word)) || !q->object)
		return;
	for (size_t i = 0; i < e->triggers.count; i++) {
		struct trigger *t = &e->triggers.at[i];
		if (t->dropped || t->symbol != s->symbol || strcmp(t->file, s->file) || !same_name(text_last_part(t->name), text_last_part(q->object)))
			continue;
		t->dropped = s->symbol == PROGRAM_NONE || alters_tables(e->d, s->symbol);
	}
}

static void
add_keys(struct effects *e, const struct statement *s, const struct sql_statement *q)
{
	for (size_t i = 0; i < q->key_count; i++) {
		const struct sql_key_def *k = &q->keys[i];
		struct foreign_key f = {shown(e, q->object), k->columns, shown(e, k->ref_table), k->ref_columns, k->on_delete ? k->on_delete : "", s->file};
		if (k->kind != KEY_FOREIGN || !f.child || !f.parent)
			continue;
		bool known = false;
		for (size_t n = 0; n < e->keys.count && !known; n++)
			known = same_name(e->keys.at[n].child, f.child) && same_name(e->keys.at[n].parent, f.parent) &&
			        same_name(e->keys.at[n].columns, f.columns);
		if (!known)
			vec_push(&e->keys, f);
	}
}

/* PRAGMA foreign_keys = ON; a value made at run time counts as on. */
static bool
switches_keys_on(const struct statement *s)
{
	const char *at = strcasestr(s->text, "foreign_keys");
	if (!at)
		return false;
	at += strlen("foreign_keys");
	at += strspn(at, " \t\n");
	if (*at != '=' && *at != '(')
		return false;
	at += 1 + strspn(at + 1, " \t\n'\"");
	return *at == '1' || *at == SQL_HOLE_BEGIN || !strncasecmp(at, "on", 2) || !strncasecmp(at, "true", 4) ||
	       !strncasecmp(at, "yes", 3);
}

static void
learn(struct effects *e, const struct statement *s)
{
	e->keys_on |= switches_keys_on(s);
	for (size_t i = 0; i < s->script.count; i++) {
		const struct sql_statement *q = &s->script.statements[i];
		if (q->verb == SQL_CREATE_TABLE && q->object)
			vec_push(&e->created, (struct created){shown(e, q->object), s->file});
		struct code c = {.name = q->object, .body = q->body, .body_count = q->body_count};
		if (q->verb == SQL_CREATE_TRIGGER)
			add_trigger(e, s, q);
		else if (q->verb == SQL_DROP)
			drop_trigger(e, s, q);
		else if (q->verb == SQL_CREATE_VIEW && q->object)
			vec_push(&e->views, c);
		else if (q->verb == SQL_CREATE_ROUTINE && q->object)
			vec_push(&e->routines, c);
		else if (q->verb == SQL_CREATE_TABLE || q->verb == SQL_ALTER)
			add_keys(e, s, q);
	}
}

/* ---- working through a statement ---- */

static void
put(struct effects *e, const char *table, const char *column, enum table_mode mode, const char *how)
{
	const struct statement *s = e->of;
	if (table_is_catalog(table))
		return;
	ROW_ADD(e->d->rows, TABLE_ACCESS, table_access, .function = s->symbol == PROGRAM_NONE ? 0 : e->d->p->symbols.at[s->symbol].number,
	        .store = "sql", .table_name = table, .column_name = column ? program_text(e->d->p, intern_text(&e->d->p->text, column)) : NULL,
	        .mode = mode, .file = s->file, .line = s->line, .statement_id = s->id,
	        .configs = statement_configs(e->d, s),
	        .confidence = s->chosen ? CONFIDENCE_FAMILY : CONFIDENCE_RESOLVED, .how = how, .derived = 1);
	schema_used(e->d, table, s, false);
}

static void
put_list(struct effects *e, const char *table, const char *columns, enum table_mode mode, const char *how)
{
	for (const char *c = columns; c && *c;) {
		c += strspn(c, " ,");
		size_t n = strcspn(c, ",");
		if (n)
			put(e, table, arena_strndup(&e->d->p->arena, c, n), mode, how);
		c += n;
	}
}

static void
add_change(struct effects *e, struct change c)
{
	if (!c.table || c.mode == TABLE_DDL || e->changes.count == CHANGES_MOST)
		return;
	for (size_t i = 0; i < e->changes.count; i++) {
		const struct change *k = &e->changes.at[i];
		if (k->mode == c.mode && same_name(k->table, c.table) && (c.mode != TABLE_UPDATE || (k->by == c.by && k->columns == c.columns)))
			return;
	}
	vec_push(&e->changes, c);
}

static void
add_changes(struct effects *e, const struct sql_statement *q)
{
	for (size_t i = 0; i < q->table_count; i++)
		add_change(e, (struct change){.table = shown(e, q->tables[i].name), .mode = q->tables[i].mode, .by = q});
}

static void run_code(struct effects *e, const struct sql_statement *body, size_t count, const char *how);

static void
run_routine(struct effects *e, const char *name)
{
	for (size_t i = 0; i < e->routines.count; i++) {
		struct code *c = &e->routines.at[i];
		if (!c->body_count || !routine_is_meant(name, c->name) || c->ran_for == e->of)
			continue;
		c->ran_for = e->of; /* also when it calls itself */
		run_code(e, c->body, c->body_count, arena_printf(&e->d->p->arena, "routine %s runs", text_last_part(c->name)));
	}
}

/* CALL r(…), SELECT r(…), … FROM r(…) */
static void
run_calls(struct effects *e, const struct sql_statement *q)
{
	if (q->verb == SQL_CALL && q->object)
		run_routine(e, q->object);
	for (size_t i = 0; i < q->call_count && e->routines.count; i++)
		if (q->verb != SQL_CALL || !same_name(q->calls[i], q->object))
			run_routine(e, q->calls[i]);
}

static void
run_code(struct effects *e, const struct sql_statement *body, size_t count, const char *how)
{
	for (size_t i = 0; i < count; i++) {
		const struct sql_statement *q = &body[i];
		for (size_t k = 0; k < q->table_count; k++) {
			const char *table = shown(e, q->tables[k].name);
			if (table)
				put(e, table, NULL, q->tables[k].mode, how);
		}
		for (size_t k = 0; k < q->column_count; k++) {
			const char *table = shown(e, q->columns[k].table);
			if (table)
				put(e, table, q->columns[k].column, q->columns[k].mode, how);
		}
		add_changes(e, q);
		run_calls(e, q);
		run_code(e, q->body, q->body_count, how);
	}
}

/* ---- foreign keys ---- */

static bool
may_change(const struct change *c, const char *key_columns)
{
	if (c->mode != TABLE_UPDATE || (!c->by && !c->columns))
		return true;
	if (c->columns)
		return lists(key_columns, c->columns) || lists(c->columns, key_columns);
	bool any = false;
	for (size_t i = 0; i < c->by->column_count; i++)
		if (c->by->columns[i].mode == TABLE_UPDATE) {
			any = true;
			if (lists(key_columns, c->by->columns[i].column))
				return true;
		}
	return !any;
}

static void
child_changes(struct effects *e, const struct foreign_key *k, const struct change *c)
{
	if (!may_change(c, k->columns) || (c->columns && !strcmp(c->columns, k->columns)))
		return; /* the key's columns stay, or were just set to NULL */
	put(e, k->parent, NULL, TABLE_READ, "foreign key checks");
	put_list(e, k->parent, k->ref_columns, TABLE_READ, "foreign key checks");
}

static void
parent_deleted(struct effects *e, const struct foreign_key *k)
{
	if (!strcasecmp(k->on_delete, "cascade")) {
		put(e, k->child, NULL, TABLE_DELETE, "foreign key cascades");
		put(e, k->child, NULL, TABLE_READ, "foreign key cascades");
		put_list(e, k->child, k->columns, TABLE_READ, "foreign key cascades");
		add_change(e, (struct change){.table = k->child, .mode = TABLE_DELETE});
	} else if (!strncasecmp(k->on_delete, "set", 3)) {
		put(e, k->child, NULL, TABLE_UPDATE, "foreign key cascades");
		put(e, k->child, NULL, TABLE_READ, "foreign key cascades");
		put_list(e, k->child, k->columns, TABLE_UPDATE, "foreign key cascades");
		put_list(e, k->child, k->columns, TABLE_READ, "foreign key cascades");
		add_change(e, (struct change){.table = k->child, .mode = TABLE_UPDATE, .columns = k->columns});
	} else {
		put(e, k->child, NULL, TABLE_READ, "foreign key checks");
		put_list(e, k->child, k->columns, TABLE_READ, "foreign key checks");
	}
}

static void
follow_keys(struct effects *e, const struct change *c)
{
	bool sqlite = !strcmp(e->of->dialect, "sqlite");
	if (c->mode == TABLE_READ || (!e->keys_on && sqlite))
		return;
	for (size_t i = 0; i < e->keys.count; i++) {
		const struct foreign_key *k = &e->keys.at[i];
		if ((!same_name(k->parent, c->table) && !same_name(k->child, c->table)) || !same_database(e, c->table, k->file))
			continue;
		if (c->mode == TABLE_DELETE && same_name(k->parent, c->table))
			parent_deleted(e, k);
		if ((c->mode != TABLE_DELETE || sqlite) && same_name(k->child, c->table))
			child_changes(e, k, c);
	}
}

/* ---- triggers, views ---- */

static void
fire_triggers(struct effects *e, const struct change *c)
{
	for (size_t i = 0; i < e->triggers.count; i++) {
		const struct trigger *t = &e->triggers.at[i];
		if (t->dropped || !t->on[c->mode] || !same_name(t->table, c->table) || !same_database(e, c->table, t->file))
			continue;
		run_code(e, t->body, t->body_count, arena_printf(&e->d->p->arena, "trigger %s fires", t->name));
		if (t->node)
			routine_call(e->d, e->of, t->node, arena_printf(&e->d->p->arena, "the trigger fires on %s", c->table));
	}
}

static void
read_view(struct effects *e, const struct change *c)
{
	for (size_t i = 0; i < e->views.count; i++)
		if (same_name(shown(e, e->views.at[i].name), c->table)) {
			run_code(e, e->views.at[i].body, e->views.at[i].body_count, arena_printf(&e->d->p->arena, "view %s reads", c->table));
			return;
		}
}

static void
work_through(struct effects *e, const struct statement *s)
{
	e->of = s;
	e->changes.count = 0;
	for (size_t i = 0; i < s->script.count; i++) {
		const struct sql_statement *q = &s->script.statements[i];
		if (q->verb >= SQL_CREATE_VIEW && q->verb <= SQL_ALTER)
			continue; /* a definition runs nothing */
		add_changes(e, q);
		run_calls(e, q);
	}
	for (size_t i = 0; i < e->changes.count; i++) {
		struct change c = e->changes.at[i];
		if (c.mode == TABLE_READ)
			read_view(e, &c);
		else
			fire_triggers(e, &c);
		follow_keys(e, &c);
	}
}

void
effects_rows(struct data *d)
{
	struct effects e = {.d = d};
	for (size_t i = 0; i < d->statements.count; i++)
		learn(&e, &d->statements.at[i]);
	if (e.triggers.count || e.views.count || e.keys.count || e.routines.count)
		for (size_t i = 0; i < d->statements.count; i++)
			work_through(&e, &d->statements.at[i]);
	vec_finish(&e.triggers);
	vec_finish(&e.views);
	vec_finish(&e.routines);
	vec_finish(&e.keys);
	vec_finish(&e.created);
	vec_finish(&e.changes);
}
