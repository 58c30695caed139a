/* Statements that change rows: UPDATE, DELETE, MERGE, TRUNCATE, COPY, LOAD; INSERT is in insert.c.
 *   MERGE → what its branches do; TRUNCATE → delete; COPY FROM, LOAD → create.
 * Of several tables in an UPDATE those are written whose columns are set, in a DELETE those named first. */
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

static struct source *
source_named(const struct scope *scope, const char *name)
{
	const char *last = text_last_part(name);
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

/* UPDATE a … FROM orders a, DELETE FROM a USING orders AS a: the alias names the table. */
static void
alias_target_settle(struct source *target, enum table_mode mode)
{
	for (struct source *s = target ? target->next : NULL; s; s = s->number > 64 ? NULL : s->next) {
		if (strcasecmp(s->alias, target->name) != 0 || s->kind != SOURCE_TABLE || !strcasecmp(s->name, target->name))
			continue;
		target->modes = 0;
		target->place = s->place;
		target->name = s->name;
		target->known = s->known;
		target_mark(s, mode);
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

/* What ends the clauses of a query, UNION and its like, means nothing here and is stepped over. */
static void
write_clauses_read(struct parser *p)
{
	while (!group_done(p)) {
		size_t before = p->at;
		if (now_is(p, KEYWORD_RETURNING))
			returning_read(p);
		else
			clauses_read(p);
		if (p->at == before || now_is(p, KEYWORD_ON))
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
		alias_target_settle(scope->sources, TABLE_UPDATE);
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
	for (struct source *s = scope->sources; s && s->number < (using ? before : 1); s = s->next) {
		target_mark(s, TABLE_DELETE);
		alias_target_settle(s, TABLE_DELETE);
	}
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
