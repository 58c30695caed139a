/* Columns and keys, as CREATE TABLE and ALTER TABLE spell them. In: tokens. Out: definitions and keys. A word that
 * may be a name or a constraint is told apart by what follows: "key TEXT" is a column, "KEY idx (a)" is not;
 * "KEY varchar(10)" is a column again, for lists of columns hold no number.
 * The columns of a primary key count as NOT NULL (SQLite alone lets some of them be null). */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

static const char *
lower_words(struct parser *p, size_t begin, size_t end)
{
	char *text = arena_alloc(p->arena, 1 + (end > begin ? p->list[end - 1].end - p->list[begin].begin + (end - begin) : 0));
	size_t n = 0;
	for (size_t i = begin; i < end; i++) {
		if (i > begin)
			text[n++] = ' ';
		for (size_t c = p->list[i].begin; c < p->list[i].end; c++)
			text[n++] = (char)tolower((unsigned char)p->text[c]);
	}
	return text;
}

struct sql_key_def *
key_add(struct parser *p, enum key_kind kind, const char *name, const char *columns)
{
	struct sql_key_def key = {.kind = kind, .name = name ? name : "", .columns = columns};
	vec_push(&p->keys, key);
	return &vec_last(&p->keys);
}

/* ON DELETE SET NULL: one or two words behind the cursor. */
static const char *
action_read(struct parser *p)
{
	size_t begin = p->at;
	bool two = now_is(p, KEYWORD_SET) || now_is(p, KEYWORD_NO);
	step(p, two ? 2 : 1);
	return lower_words(p, begin, p->at);
}

/* t (a, b) MATCH x ON DELETE y ON UPDATE z [NOT] DEFERRABLE …; on the table. */
static void
references_read(struct parser *p, const char *name, const char *columns)
{
	const char *table = table_name_read(p, NULL, NULL);
	if (!table) {
		p->broken = true;
		return;
	}
	struct sql_key_def *key = key_add(p, KEY_FOREIGN, name, columns);
	key->ref_table = table;
	key->ref_columns = name_list_read(p);
	for (;;) {
		const struct token *next = token_ahead(p, 1);
		if (now_is(p, KEYWORD_ON) && token_is(next, KEYWORD_DELETE)) {
			step(p, 2);
			key->on_delete = action_read(p);
		} else if (now_is(p, KEYWORD_ON) && token_is(next, KEYWORD_UPDATE)) {
			step(p, 2);
			(void)action_read(p);
		} else if (now_is(p, KEYWORD_MATCH)) {
			step(p, 2);
		} else if (now_is(p, KEYWORD_NOT) && token_is(next, KEYWORD_DEFERRABLE)) {
			step(p, 2);
		} else if (token_in(p, token_now(p), " DEFERRABLE INITIALLY DEFERRED IMMEDIATE ENABLE DISABLE VALIDATE ")) {
			p->at++;
		} else {
			return;
		}
	}
}

static bool
column_constraint_ahead(const struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	if (t->kind != TOKEN_NAME)
		return false;
	if (token_in(p, t, " CHARACTER "))
		return token_is(next, KEYWORD_SET);
	return token_in(p, t, " NOT NULL DEFAULT PRIMARY UNIQUE REFERENCES CHECK CONSTRAINT COLLATE AUTO_INCREMENT "
	                      "AUTOINCREMENT GENERATED AS COMMENT ON KEY CHARSET IDENTITY ENABLE DISABLE INVISIBLE VISIBLE "
	                      "VIRTUAL STORED STORAGE COMPRESSION DEFERRABLE INITIALLY USING AFTER FIRST ");
}

/* The type as written, runs of blanks made one. */
static const char *
type_read(struct parser *p)
{
	size_t begin = p->at;
	while (!group_done(p) && !now_kind(p, TOKEN_COMMA) && !column_constraint_ahead(p))
		skip_group(p);
	if (p->at == begin)
		return "";
	size_t from = p->list[begin].begin, to = p->list[p->at - 1].end, n = 0;
	char *type = arena_alloc(p->arena, to - from + 1);
	for (size_t i = from; i < to; i++) {
		bool blank = isspace((unsigned char)p->text[i]);
		if (!blank || (n && type[n - 1] != ' '))
			type[n++] = blank ? ' ' : p->text[i];
	}
	return type;
}

/* The value behind DEFAULT: a literal, a call, ( … ), with signs and casts. */
static void
default_skip(struct parser *p)
{
	do {
		if (now_kind(p, TOKEN_OPERATOR))
			p->at++;
		const struct token *t = token_now(p);
		if (!group_done(p) && t->kind != TOKEN_COMMA)
			skip_group(p);
		while (now_kind(p, TOKEN_DOT))
			step(p, 2);
		if (t->kind != TOKEN_OPEN && now_kind(p, TOKEN_OPEN))
			skip_group(p);
	} while (now_kind(p, TOKEN_OPERATOR));
}

struct column { const char *name; size_t def; };

/* One constraint of a column, or one token that is none. */
static void
column_constraint_read(struct parser *p, struct column c, const char **constraint)
{
	const struct token *next = token_ahead(p, 1);
	struct sql_column_def *def = &p->defs.at[c.def];
	if (accept(p, KEYWORD_CONSTRAINT)) {
		*constraint = name_read(p);
		return;
	}
	if (now_is(p, KEYWORD_NOT) && token_is(next, KEYWORD_NULL)) {
		step(p, 2);
		def->not_null = true;
	} else if (now_is(p, KEYWORD_PRIMARY) || (now_is(p, KEYWORD_KEY) && !token_is(next, KEYWORD_KEY))) {
		step(p, token_is(next, KEYWORD_KEY) ? 2 : 1);
		def->not_null = true;
		key_add(p, KEY_PRIMARY, *constraint, c.name);
	} else if (accept(p, KEYWORD_UNIQUE)) {
		(void)accept(p, KEYWORD_KEY);
		key_add(p, KEY_UNIQUE, *constraint, c.name);
	} else if (accept(p, KEYWORD_REFERENCES)) {
		references_read(p, *constraint, c.name);
	} else if (accept(p, KEYWORD_DEFAULT)) {
		default_skip(p);
	} else {
		skip_group(p);
		return;
	}
	*constraint = NULL;
}

void
column_def_read(struct parser *p)
{
	const struct token *t = token_now(p);
	const char *name = t->kind == TOKEN_NAME ? (p->at++, name_text(p, t)) : name_read(p);
	if (!name || !*name) {
		p->broken = true;
		while (!group_done(p) && !now_kind(p, TOKEN_COMMA))
			skip_group(p);
		return;
	}
	if (t->kind == TOKEN_HOLE && (group_done(p) || now_kind(p, TOKEN_COMMA)))
		p->broken = true; /* columns that somebody else writes */
	struct sql_column_def def = {.name = name, .line = line_of(p, t->begin) - p->statement->line};
	def.type = type_read(p);
	vec_push(&p->defs, def);
	struct column c = {name, p->defs.count - 1};
	const char *constraint = NULL;
	while (!group_done(p) && !now_kind(p, TOKEN_COMMA))
		column_constraint_read(p, c, &constraint);
}

/* Behind a word of keys: "(a)", "name (a)", "name USING btree (a)"; no number in the parenthesis. */
static bool
key_list_follows(const struct parser *p, size_t n)
{
	for (size_t i = n; i < n + 5; i++) {
		const struct token *t = token_ahead(p, i);
		if (t->kind == TOKEN_OPEN)
			return token_ahead(p, i + 1)->kind != TOKEN_NUMBER;
		if (t->kind != TOKEN_NAME && t->kind != TOKEN_QUOTED && t->kind != TOKEN_HOLE)
			return false;
	}
	return false;
}

bool
table_constraint_ahead(const struct parser *p)
{
	const struct token *t = token_now(p), *next = token_ahead(p, 1);
	switch (t->kind == TOKEN_NAME ? t->keyword : KEYWORD_NONE) {
	case KEYWORD_CONSTRAINT:
		return is_name_token(next) || next->kind == TOKEN_STRING;
	case KEYWORD_PRIMARY: case KEYWORD_FOREIGN:
		return token_is(next, KEYWORD_KEY);
	case KEYWORD_CHECK: case KEYWORD_EXCLUDE:
		return next->kind == TOKEN_OPEN || token_is(next, KEYWORD_USING);
	case KEYWORD_PERIOD:
		return token_is(next, KEYWORD_FOR);
	case KEYWORD_LIKE:
		return true;
	case KEYWORD_UNIQUE: case KEYWORD_KEY: case KEYWORD_INDEX: case KEYWORD_FULLTEXT: case KEYWORD_SPATIAL:
		return key_list_follows(p, 1);
	default:
		return false;
	}
}

/* name USING btree ( … ): the name, and the list. */
static void
key_list_read(struct parser *p, enum key_kind kind, const char *constraint)
{
	while (now_is(p, KEYWORD_KEY) || now_is(p, KEYWORD_INDEX))
		p->at++;
	const char *name = now_is(p, KEYWORD_USING) ? NULL : now_kind(p, TOKEN_OPEN) ? NULL : name_read(p);
	while (!group_done(p) && !now_kind(p, TOKEN_OPEN) && !now_kind(p, TOKEN_COMMA))
		p->at++;
	key_add(p, kind, name ? name : constraint, name_list_read(p));
}

/* The columns of a primary key are not null, though the column does not say so. */
static void
primary_key_read(struct parser *p, const char *constraint)
{
	step(p, 2);
	size_t before = p->keys.count;
	key_list_read(p, KEY_PRIMARY, constraint);
	const char *columns = p->keys.at[before].columns;
	for (size_t i = 0; i < p->defs.count; i++) {
		const char *name = p->defs.at[i].name;
		size_t n = strlen(name);
		for (const char *c = columns; c && *c; c = strchr(c, ',') ? strchr(c, ',') + 1 : NULL)
			p->defs.at[i].not_null |= !strncasecmp(c, name, n) && (c[n] == ',' || !c[n]);
	}
}

static void
table_constraint_read(struct parser *p)
{
	const char *constraint = NULL;
	if (accept(p, KEYWORD_CONSTRAINT))
		constraint = name_read(p);
	if (now_is(p, KEYWORD_PRIMARY)) {
		primary_key_read(p, constraint);
	} else if (accept(p, KEYWORD_UNIQUE)) {
		key_list_read(p, KEY_UNIQUE, constraint);
	} else if (now_is(p, KEYWORD_KEY) || now_is(p, KEYWORD_INDEX)) {
		key_list_read(p, KEY_INDEX, constraint);
	} else if (accept(p, KEYWORD_FULLTEXT) || accept(p, KEYWORD_SPATIAL)) {
		key_list_read(p, KEY_INDEX, constraint);
	} else if (accept(p, KEYWORD_FOREIGN)) {
		(void)accept(p, KEYWORD_KEY);
		if (!now_kind(p, TOKEN_OPEN))
			constraint = name_read(p);
		const char *columns = name_list_read(p);
		if (accept(p, KEYWORD_REFERENCES))
			references_read(p, constraint, columns);
	} else if (accept(p, KEYWORD_LIKE)) {
		(void)table_name_read(p, NULL, NULL);
		p->broken = true; /* more columns than are listed */
	}
	while (!group_done(p) && !now_kind(p, TOKEN_COMMA))
		skip_group(p);
}

void
table_element_read(struct parser *p)
{
	if (table_constraint_ahead(p))
		table_constraint_read(p);
	else
		column_def_read(p);
}

void
table_body_read(struct parser *p)
{
	size_t open = p->at++;
	while (!group_done(p)) {
		size_t before = p->at;
		table_element_read(p);
		if (!accept_kind(p, TOKEN_COMMA) && p->at == before)
			skip_token(p);
	}
	close_group(p, open);
}
