/* Statements that write rows: INSERT, UPDATE, DELETE, MERGE, TRUNCATE, COPY, LOAD. The written table is a source of
 * the statement's scope, marked `target`: reading one of its columns makes it a read as well (resolve.c).
 *   INSERT → create; ON CONFLICT DO UPDATE, ON DUPLICATE KEY UPDATE → and update;
 *   REPLACE, INSERT OR REPLACE → create and update: what stood there under the same key is gone;
 *   MERGE → what its branches do; TRUNCATE → delete; COPY FROM, LOAD → create.
 * Of several tables in an UPDATE those are written whose columns are set, in a DELETE those named first. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

enum { CREATE_BIT = 1 << TABLE_CREATE, READ_BIT = 1 << TABLE_READ, UPDATE_BIT = 1 << TABLE_UPDATE,
       DELETE_BIT = 1 << TABLE_DELETE };

static struct scope *
write_scope(struct parser *p)
{
	struct scope *s = scope_create(p, p->scope);
	if (p->scope && !p->scope->sources && !p->scope->outputs && p->depth)
		s = p->scope; /* a CTE that writes: its outputs are what RETURNING says */
	p->scope = s;
	return s;
}

static void
words_skip(struct parser *p, const char *words)
{
	while (token_in(p, token_now(p), words) && token_ahead(p, 1)->kind != TOKEN_DOT)
		p->at++;
}

/* OR REPLACE, OR IGNORE …; true: REPLACE. */
static bool
conflict_word_read(struct parser *p)
{
	if (!accept(p, KEYWORD_OR))
		return false;
	bool replace = now_is(p, KEYWORD_REPLACE);
	p->at += p->at < p->end;
	return replace;
}

static struct source *
target_read(struct parser *p, unsigned modes)
{
	bool hole = false;
	const char *name = table_name_read(p, &hole, NULL);
	if (!name) {
		p->broken = true;
		return NULL;
	}
	struct source *s = table_source_add(p, p->scope, name, hole);
	s->target = true;
	s->modes = modes;
	return s;
}

static void
target_report(struct parser *p, const struct source *s)
{
	for (enum table_mode m = 0; m < TABLE_MODE_COUNT; m++) {
		if (s->modes & 1u << m)
			report_table(p, s->name, m, s->has_hole, s->place);
	}
}

static void
column_write(struct parser *p, struct source *target, const char *name, enum table_mode mode)
{
	int ref = ref_add(p, NULL, name);
	p->refs.at[ref].direct = target;
	p->refs.at[ref].mode = mode;
}

/* ( a, b ) behind INSERT INTO t; false: there is none. */
static bool
insert_columns_read(struct parser *p, struct source *target)
{
	size_t open = p->at;
	if (!now_kind(p, TOKEN_OPEN) || query_ahead(p))
		return false;
	p->at++;
	while (!group_done(p)) {
		bool hole = now_kind(p, TOKEN_HOLE);
		const char *name = name_read(p);
		while (now_kind(p, TOKEN_DOT) && name) {
			p->at++;
			name = name_read(p);
		}
		if (name && !hole)
			column_write(p, target, name, TABLE_CREATE);
		while (!group_done(p) && !now_kind(p, TOKEN_COMMA))
			skip_token(p);
		(void)accept_kind(p, TOKEN_COMMA);
	}
	close_group(p, open);
	return true;
}

/* Names among the values are variables or strings, never columns. */
static void
values_rows_read(struct parser *p)
{
	struct scope *scope = p->scope;
	p->scope = scope_create(p, NULL);
	source_add(p, p->scope, SOURCE_OPAQUE, "");
	do {
		size_t open = p->at;
		if (!accept_kind(p, TOKEN_OPEN))
			break;
		arguments_read(p, NULL);
		close_group(p, open);
	} while (accept_kind(p, TOKEN_COMMA));
	if (now_kind(p, TOKEN_HOLE))
		p->at++; /* the rows, or one more clause */
	p->scope = scope;
}

static const char *
set_column_read(struct parser *p, const char **qualifier)
{
	const char *name = NULL;
	unsigned parts = 0;
	*qualifier = NULL;
	if (now_kind(p, TOKEN_HOLE) && token_ahead(p, 1)->kind != TOKEN_DOT && token_ahead(p, 1)->kind != TOKEN_OPERATOR)
		return NULL;
	name = name_read(p);
	while (name && now_kind(p, TOKEN_DOT)) {
		*qualifier = name_join(p, *qualifier, name, &parts);
		p->at++;
		name = name_read(p);
	}
	while (now_kind(p, TOKEN_BRACKET))
		skip_group(p);
	return name;
}

static void
set_column_note(struct parser *p, enum table_mode mode)
{
	const char *qualifier;
	const struct token *t = token_now(p);
	const char *name = set_column_read(p, &qualifier);
	if (!name || (t->kind == TOKEN_HOLE && !qualifier))
		return;
	int ref = ref_add(p, qualifier, name);
	p->refs.at[ref].mode = mode;
}

void
set_list_read(struct parser *p, enum table_mode mode)
{
	do {
		size_t open = p->at;
		p->broken |= p->at >= p->end;
		if (accept_kind(p, TOKEN_OPEN)) {
			do
				set_column_note(p, mode);
			while (accept_kind(p, TOKEN_COMMA));
			close_group(p, open);
		} else {
			set_column_note(p, mode);
		}
		const struct token *t = token_now(p);
		bool assigns = t->kind == TOKEN_OPERATOR &&
		               (t->operator_class == OPERATOR_EQUAL || t->operator_class == OPERATOR_ASSIGN);
		p->at += assigns;
		while (now_kind(p, TOKEN_OPERATOR) && assigns && p->text[token_now(p)->begin] == '=')
			p->at++;
		if (assigns)
			text_operand_note(p, expression_read(p));
		else if (now_kind(p, TOKEN_HOLE))
			p->at++;
	} while (accept_kind(p, TOKEN_COMMA));
}

/* The target of ON CONFLICT (a, b) WHERE …, up to DO. */
static void
conflict_target_read(struct parser *p)
{
	size_t open = p->at;
	if (accept_kind(p, TOKEN_OPEN)) {
		while (!group_done(p)) {
			(void)expression_read(p);
			words_skip(p, " ASC DESC ");
			if (!accept_kind(p, TOKEN_COMMA))
				break;
		}
		close_group(p, open);
	}
	if (accept(p, KEYWORD_ON) && accept(p, KEYWORD_CONSTRAINT))
		(void)name_read(p);
	if (accept(p, KEYWORD_WHERE))
		conditions_read(p);
}

static void
conflict_read(struct parser *p, struct source *target)
{
	step(p, 2);
	conflict_target_read(p);
	if (!accept(p, KEYWORD_DO)) {
		p->broken |= !now_kind(p, TOKEN_HOLE);
		return;
	}
	if (accept(p, KEYWORD_NOTHING) || !accept(p, KEYWORD_UPDATE))
		return;
	if (target)
		report_table(p, target->name, TABLE_UPDATE, target->has_hole, target->place);
	(void)accept(p, KEYWORD_SET);
	set_list_read(p, TABLE_UPDATE);
	if (accept(p, KEYWORD_WHERE))
		conditions_read(p);
}

static void
duplicate_read(struct parser *p, struct source *target)
{
	step(p, 2);
	(void)accept(p, KEYWORD_KEY);
	(void)accept(p, KEYWORD_UPDATE);
	if (target)
		report_table(p, target->name, TABLE_UPDATE, target->has_hole, target->place);
	set_list_read(p, TABLE_UPDATE);
}

/* What stands behind the rows. */
static void
insert_tail_read(struct parser *p, struct source *target)
{
	for (;;) {
		if (now_is(p, KEYWORD_ON) && token_is(token_ahead(p, 1), KEYWORD_CONFLICT)) {
			conflict_read(p, target);
		} else if (now_is(p, KEYWORD_ON) && token_is(token_ahead(p, 1), KEYWORD_DUPLICATE)) {
			duplicate_read(p, target);
		} else if (now_is(p, KEYWORD_RETURNING)) {
			returning_read(p);
		} else if (now_is(p, KEYWORD_AS)) { /* MySQL's name for the new row */
			const char *alias = alias_read(p, true);
			struct source *s = alias ? source_add(p, p->scope, SOURCE_OPAQUE, alias) : NULL;
			if (s && now_kind(p, TOKEN_OPEN))
				s->names = column_names_read(p);
			if (!alias)
				return;
		} else {
			return;
		}
	}
}

static void
insert_rows_read(struct parser *p, struct scope *scope, struct source *target, bool columns)
{
	if (!columns && target && !now_is(p, KEYWORD_DEFAULT) && !now_is(p, KEYWORD_SET)) {
		int star = ref_add(p, target->alias, "*");
		p->refs.at[star].kind = REF_STAR;
		p->refs.at[star].mode = TABLE_CREATE;
	}
	if (accept(p, KEYWORD_DEFAULT)) {
		(void)accept(p, KEYWORD_VALUES);
	} else if (now_is(p, KEYWORD_VALUES) || token_in(p, token_now(p), " VALUE ")) {
		p->at++;
		values_rows_read(p);
	} else if (accept(p, KEYWORD_SET)) {
		set_list_read(p, TABLE_CREATE);
	} else if (query_ahead(p) || now_is(p, KEYWORD_TABLE)) {
		p->scope = scope->parent;
		struct scope *query = query_read(p);
		p->scope = scope;
		if (query && scope != query)
			scope->parent = query; /* ON DUPLICATE KEY UPDATE a = u.b */
	} else if (now_kind(p, TOKEN_HOLE)) {
		p->at++;
	} else {
		p->broken = true;
	}
}

static void
insert_into_read(struct parser *p, struct scope *scope, unsigned modes)
{
	(void)accept(p, KEYWORD_INTO);
	if (now_is(p, KEYWORD_TABLE) && is_name_token(token_ahead(p, 1)))
		p->at++;
	struct source *target = target_read(p, modes);
	if (!target)
		return;
	target_report(p, target);
	if (now_is(p, KEYWORD_PARTITION))
		p->at++, skip_group(p);
	const char *alias = token_in(p, token_now(p), " VALUE ") ? NULL : alias_read(p, true);
	if (alias)
		target->alias = alias;
	bool columns = insert_columns_read(p, target);
	while (token_in(p, token_now(p), " OVERRIDING SYSTEM USER VALUE ") &&
	       !(token_in(p, token_now(p), " VALUE ") && token_ahead(p, 1)->kind == TOKEN_OPEN))
		p->at++;
	insert_rows_read(p, scope, target, columns);
	insert_tail_read(p, target);
}

void
insert_read(struct parser *p, bool replace)
{
	struct scope *outer = p->scope;
	p->at++;
	replace |= conflict_word_read(p);
	if (replace)
		verb_set(p, SQL_REPLACE);
	verb_set(p, SQL_INSERT);
	words_skip(p, " LOW_PRIORITY DELAYED HIGH_PRIORITY IGNORE OVERWRITE ");
	bool several = (now_is(p, KEYWORD_ALL) || token_in(p, token_now(p), " FIRST ")) &&
	               (token_is(token_ahead(p, 1), KEYWORD_INTO) || token_is(token_ahead(p, 1), KEYWORD_WHEN));
	p->at += several;
	do {
		if (accept(p, KEYWORD_WHEN)) {
			conditions_read(p);
			(void)accept(p, KEYWORD_THEN);
		}
		(void)accept(p, KEYWORD_ELSE);
		struct scope *scope = write_scope(p);
		insert_into_read(p, scope, replace ? CREATE_BIT | UPDATE_BIT : CREATE_BIT);
		if (several)
			p->scope = outer;
	} while (several && (now_is(p, KEYWORD_INTO) || now_is(p, KEYWORD_WHEN) || now_is(p, KEYWORD_ELSE)));
	if (several && query_ahead(p))
		(void)query_read(p);
}

/* INTO t (a, b) VALUES …, of a fragment whose verb stands elsewhere. */
void
insert_rest_read(struct parser *p)
{
	insert_into_read(p, write_scope(p), CREATE_BIT);
}

static struct source *
source_named(const struct scope *scope, const char *name)
{
	const char *last = last_part(name);
	for (struct source *s = scope->sources; s; s = s->number > 64 ? NULL : s->next) {
		if (!strcasecmp(s->alias, last) || !strcasecmp(s->name, name))
			return s;
	}
	return NULL;
}

/* Which of the sources does a SET column belong to? */
static struct source *
set_target(const struct parser *p, const struct scope *scope, const struct ref *r)
{
	if (r->qualifier)
		return source_named(scope, r->qualifier);
	for (struct source *s = scope->sources; s; s = s->number > 64 ? NULL : s->next) {
		if (s->known && schema_column(p->schema, s->known, r->name))
			return s;
	}
	return scope->sources;
}

static void
target_mark(struct source *s, enum table_mode mode)
{
	if (!s)
		return;
	if (!s->target)
		s->modes = 0;
	s->target = true;
	s->modes |= 1u << mode;
}

/* UPDATE a … FROM orders a: the alias names the table. */
static void
alias_target_settle(struct scope *scope)
{
	struct source *first = scope->sources;
	for (struct source *s = first ? first->next : NULL; s; s = s->number > 64 ? NULL : s->next) {
		if (strcasecmp(s->alias, first->name) != 0 || s->kind != SOURCE_TABLE || !strcasecmp(s->name, first->name))
			continue;
		first->modes = 0;
		first->place = s->place;
		first->name = s->name;
		first->known = s->known;
		target_mark(s, TABLE_UPDATE);
		return;
	}
}

static void
update_targets_mark(struct parser *p, struct scope *scope, size_t first_ref, unsigned tables)
{
	if (tables <= 1)
		target_mark(scope->sources, TABLE_UPDATE);
	for (size_t i = first_ref; i < p->refs.count; i++) {
		struct ref *r = &p->refs.at[i];
		if (r->mode != TABLE_UPDATE || r->scope != scope)
			continue;
		struct source *s = tables <= 1 ? scope->sources : set_target(p, scope, r);
		target_mark(s, TABLE_UPDATE);
		if (!r->qualifier)
			r->direct = s;
	}
}

static void
write_clauses_read(struct parser *p)
{
	while (!group_done(p)) {
		if (now_is(p, KEYWORD_RETURNING))
			returning_read(p);
		else if (now_is(p, KEYWORD_UNION) || now_is(p, KEYWORD_EXCEPT) || now_is(p, KEYWORD_INTERSECT))
			skip_token(p);
		else
			clauses_read(p);
		if (now_is(p, KEYWORD_ON))
			skip_token(p);
	}
}

void
update_read(struct parser *p)
{
	p->at++;
	verb_set(p, SQL_UPDATE);
	(void)conflict_word_read(p);
	words_skip(p, " LOW_PRIORITY IGNORE ");
	struct scope *scope = write_scope(p);
	size_t first_ref = p->refs.count;
	p->quiet = true;
	from_read(p);
	unsigned tables = scope->source_count;
	if (accept(p, KEYWORD_SET))
		set_list_read(p, TABLE_UPDATE);
	else
		p->broken |= !now_kind(p, TOKEN_HOLE);
	while (now_kind(p, TOKEN_HOLE))
		p->at++;
	update_targets_mark(p, scope, first_ref, tables);
	if (accept(p, KEYWORD_FROM)) {
		from_read(p);
		alias_target_settle(scope);
	}
	p->quiet = false;
	quiet_tables_report(p, scope);
	write_clauses_read(p);
}

struct delete_name { const char *name; bool has_hole; };
struct delete_names { VEC(struct delete_name) list; };

/* DELETE a, b.* FROM …: the names before FROM. */
static void
delete_names_read(struct parser *p, struct delete_names *names)
{
	do {
		bool hole = false;
		const char *name = table_name_read(p, &hole, NULL);
		if (!name)
			return;
		vec_push(&names->list, (struct delete_name){name, hole});
		if (now_kind(p, TOKEN_DOT) && token_ahead(p, 1)->kind == TOKEN_STAR)
			step(p, 2);
	} while (accept_kind(p, TOKEN_COMMA));
}

static void
delete_named_mark(struct parser *p, struct scope *scope, const struct delete_names *names)
{
	for (size_t i = 0; i < names->list.count; i++) {
		struct source *s = source_named(scope, names->list.at[i].name);
		if (!s || s->kind != SOURCE_TABLE)
			s = table_source_add(p, scope, names->list.at[i].name, names->list.at[i].has_hole);
		target_mark(s, TABLE_DELETE);
	}
}

static void
delete_from_read(struct parser *p, struct scope *scope)
{
	from_read(p);
	unsigned before = scope->source_count;
	bool using = now_is(p, KEYWORD_USING);
	if (using) {
		p->at++;
		from_read(p);
	}
	for (struct source *s = scope->sources; s && s->number < (using ? before : 1); s = s->next)
		target_mark(s, TABLE_DELETE);
}

void
delete_read(struct parser *p)
{
	struct delete_names names = {0};
	p->at++;
	verb_set(p, SQL_DELETE);
	words_skip(p, " LOW_PRIORITY QUICK IGNORE ");
	struct scope *scope = write_scope(p);
	p->quiet = true;
	if (accept(p, KEYWORD_FROM)) {
		delete_from_read(p, scope);
	} else {
		delete_names_read(p, &names);
		const char *alias = names.list.count == 1 ? alias_read(p, true) : NULL;
		if (accept(p, KEYWORD_FROM))
			from_read(p);
		delete_named_mark(p, scope, &names);
		if (alias && scope->sources)
			scope->sources->alias = alias;
	}
	p->broken |= !scope->sources;
	p->quiet = false;
	quiet_tables_report(p, scope);
	write_clauses_read(p);
	vec_finish(&names.list);
}

/* THEN UPDATE SET … | INSERT (…) VALUES (…) | DELETE | DO NOTHING */
static void
merge_action_read(struct parser *p, struct source *target)
{
	if (accept(p, KEYWORD_UPDATE)) {
		target->modes |= UPDATE_BIT;
		(void)accept(p, KEYWORD_SET);
		set_list_read(p, TABLE_UPDATE);
	} else if (accept(p, KEYWORD_INSERT)) {
		target->modes |= CREATE_BIT;
		(void)insert_columns_read(p, target);
		size_t open = p->at + 1;
		if (accept(p, KEYWORD_VALUES) && accept_kind(p, TOKEN_OPEN)) {
			arguments_read(p, NULL); /* columns of the source */
			close_group(p, open);
		}
	} else if (accept(p, KEYWORD_DELETE)) {
		target->modes |= DELETE_BIT;
	} else {
		words_skip(p, " DO NOTHING ");
	}
	if (accept(p, KEYWORD_WHERE))
		conditions_read(p);
}

static void
merge_branch_read(struct parser *p, struct source *target)
{
	words_skip(p, " NOT MATCHED BY TARGET SOURCE ");
	if (now_is(p, KEYWORD_BY))
		p->at++;
	words_skip(p, " TARGET SOURCE ");
	if (accept(p, KEYWORD_AND))
		conditions_read(p);
	(void)accept(p, KEYWORD_THEN);
	merge_action_read(p, target);
	if (now_is(p, KEYWORD_DELETE))
		merge_action_read(p, target); /* Oracle: UPDATE … DELETE WHERE … */
}

void
merge_read(struct parser *p)
{
	p->at++;
	verb_set(p, SQL_MERGE);
	(void)accept(p, KEYWORD_INTO);
	(void)accept(p, KEYWORD_ONLY);
	struct scope *scope = write_scope(p);
	p->quiet = true;
	struct source *target = target_read(p, 0);
	if (target) {
		const char *alias = alias_read(p, true);
		target->alias = alias ? alias : target->alias;
	}
	if (accept(p, KEYWORD_USING))
		from_read(p);
	while (target && accept(p, KEYWORD_WHEN))
		merge_branch_read(p, target);
	if (target && !target->modes)
		target->modes = CREATE_BIT | UPDATE_BIT, p->broken = true;
	p->quiet = false;
	quiet_tables_report(p, scope);
	write_clauses_read(p);
}

void
truncate_read(struct parser *p)
{
	p->at++;
	verb_set(p, SQL_TRUNCATE);
	words_skip(p, " TABLE ONLY ");
	p->scope = write_scope(p);
	do {
		struct source *s = target_read(p, DELETE_BIT);
		if (s)
			target_report(p, s);
		(void)accept_kind(p, TOKEN_STAR);
	} while (accept_kind(p, TOKEN_COMMA));
	p->at = p->end; /* RESTART IDENTITY CASCADE, REUSE STORAGE … */
}

/* COPY t (a, b) FROM stdin | TO 'file'; COPY (query) TO. */
void
copy_read(struct parser *p)
{
	p->at++;
	verb_set(p, SQL_OTHER);
	if (query_ahead(p)) {
		(void)query_read(p);
		p->at = p->end;
		return;
	}
	struct scope *scope = write_scope(p);
	(void)accept(p, KEYWORD_BINARY);
	struct source *s = target_read(p, 0);
	size_t first = p->refs.count;
	if (s && !insert_columns_read(p, s)) {
		int star = ref_add(p, s->alias, "*");
		p->refs.at[star].kind = REF_STAR;
	}
	bool from = now_is(p, KEYWORD_FROM);
	for (size_t i = first; i < p->refs.count; i++)
		p->refs.at[i].mode = from ? TABLE_CREATE : TABLE_READ;
	if (s)
		s->modes = from ? CREATE_BIT : READ_BIT;
	quiet_tables_report(p, scope);
	p->at = p->end;
}

/* LOAD DATA … INTO TABLE t … (a, b) */
void
load_read(struct parser *p)
{
	verb_set(p, SQL_OTHER);
	(void)write_scope(p);
	while (!group_done(p) && !now_is(p, KEYWORD_INTO))
		p->at++;
	step(p, now_is(p, KEYWORD_INTO) && token_is(token_ahead(p, 1), KEYWORD_TABLE) ? 2 : 1);
	struct source *s = p->at < p->end ? target_read(p, CREATE_BIT) : NULL;
	if (s)
		target_report(p, s);
	while (s && !group_done(p) && !now_kind(p, TOKEN_OPEN))
		p->at++;
	if (s && now_kind(p, TOKEN_OPEN))
		(void)insert_columns_read(p, s);
	p->at = p->end;
}
