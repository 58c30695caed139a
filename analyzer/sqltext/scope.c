/* The parser's cursor, names, and what is noted while a statement is read: sources of FROM clauses, outputs of
 * select lists, references to columns. Nothing is judged here; resolve.c does that at the end. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sqltext/parser.h"

static const struct token end_token = {.kind = TOKEN_END};

const struct token *
token_ahead(const struct parser *p, size_t n)
{
	return p->at < p->end && n < p->end - p->at ? &p->list[p->at + n] : &end_token;
}

const struct token *
token_now(const struct parser *p)
{
	return token_ahead(p, 0);
}

bool
token_is(const struct token *t, enum keyword k)
{
	return t->kind == TOKEN_NAME && t->keyword == k;
}

bool
now_is(const struct parser *p, enum keyword k)
{
	return token_is(token_now(p), k);
}

bool
now_kind(const struct parser *p, enum token_kind kind)
{
	return token_now(p)->kind == kind;
}

void
step(struct parser *p, size_t n)
{
	p->at = n < p->end - p->at ? p->at + n : p->end;
}

bool
accept(struct parser *p, enum keyword k)
{
	bool yes = now_is(p, k);
	p->at += yes;
	return yes;
}

bool
accept_kind(struct parser *p, enum token_kind kind)
{
	bool yes = p->at < p->end && now_kind(p, kind);
	p->at += yes;
	return yes;
}

bool
token_in(const struct parser *p, const struct token *t, const char *list)
{
	return t->kind == TOKEN_NAME && word_in(p->text + t->begin, t->end - t->begin, list);
}

/* A hole may be a clause that somebody else writes: no reason to call the text broken. */
void
skip_token(struct parser *p)
{
	if (p->at >= p->end)
		return;
	if (!now_kind(p, TOKEN_HOLE))
		p->broken = true;
	p->at++;
}

void
skip_group(struct parser *p)
{
	const struct token *t = token_now(p);
	bool pair = (t->kind == TOKEN_OPEN || t->kind == TOKEN_BRACKET) && t->match;
	p->at = pair && t->match < p->end ? t->match + 1 : p->at + (p->at < p->end);
}

void
close_group(struct parser *p, size_t open)
{
	size_t match = p->list[open].match;
	if (!match || match >= p->end) {
		p->broken = true;
		return;
	}
	if (p->at < match)
		p->broken = true;
	p->at = match + 1;
}

bool
group_done(const struct parser *p)
{
	return p->at >= p->end || now_kind(p, TOKEN_CLOSE) || now_kind(p, TOKEN_UNBRACKET);
}

bool
nest(struct parser *p)
{
	if (p->depth < NESTING_LIMIT) {
		p->depth++;
		return true;
	}
	p->broken = true;
	skip_group(p);
	return false;
}

void
unnest(struct parser *p)
{
	p->depth--;
}

bool
is_name_token(const struct token *t)
{
	if (t->kind == TOKEN_NAME)
		return keyword_class((enum keyword)t->keyword) != HARD;
	return t->kind == TOKEN_QUOTED || (t->kind == TOKEN_HOLE && !t->is_value);
}

/* Copies the inside of a quoted token, doubled quotes made single. */
static const char *
unquote(struct parser *p, const char *begin, const char *end)
{
	while (begin < end && *begin != '\'' && *begin != '"' && *begin != '`' && *begin != '[')
		begin++;
	char quote = begin < end ? *begin++ : '\0';
	char *copy = arena_alloc(p->arena, (size_t)(end - begin) + 1), *to = copy;
	for (; begin < end; begin++) {
		if (*begin == quote || (quote == '[' && *begin == ']')) {
			if (begin + 1 < end && begin[1] == quote)
				begin++;
			else
				break;
		}
		*to++ = *begin;
	}
	*to = '\0';
	return copy;
}

const char *
name_text(struct parser *p, const struct token *t)
{
	const char *begin = p->text + t->begin, *end = p->text + t->end;
	if (t->kind == TOKEN_QUOTED || t->kind == TOKEN_STRING)
		return unquote(p, begin, end);
	return arena_strndup(p->arena, begin, t->end - t->begin);
}

const char *
name_read(struct parser *p)
{
	const struct token *t = token_now(p);
	if (!is_name_token(t) && t->kind != TOKEN_STRING)
		return NULL;
	p->at++;
	return name_text(p, t);
}

static bool
part_follows(const struct parser *p)
{
	const struct token *t = token_ahead(p, 1);
	return now_kind(p, TOKEN_DOT) && (t->kind == TOKEN_NAME || t->kind == TOKEN_QUOTED || t->kind == TOKEN_STRING ||
	                                  (t->kind == TOKEN_HOLE && !t->is_value));
}

/* Parts beyond the limit replace the last one: no name has so many, and time stays linear. */
const char *
name_join(struct parser *p, const char *qualifier, const char *part, unsigned *parts)
{
	if (!qualifier || !strcasecmp(qualifier, "main") || !strcasecmp(qualifier, "temp") ||
	    !strcasecmp(qualifier, "pg_temp"))
		return part;
	if (++*parts < PARTS_LIMIT)
		return arena_printf(p->arena, "%s.%s", qualifier, part);
	p->broken = true;
	return part;
}

const char *
table_name_read(struct parser *p, bool *has_hole, bool *temporary)
{
	unsigned parts = 0;
	const struct token *t = token_now(p);
	const char *name = name_read(p);
	if (!name)
		return NULL;
	bool hole = t->has_hole || t->kind == TOKEN_HOLE;
	if (now_kind(p, TOKEN_DOT) && token_ahead(p, 1)->kind == TOKEN_DOT)
		p->at++; /* database..table */
	while (part_follows(p)) {
		t = token_ahead(p, 1);
		const char *part = name_text(p, t);
		bool temp = !strcasecmp(name, "temp") || !strcasecmp(name, "pg_temp");
		name = name_join(p, name, part, &parts);
		hole |= t->has_hole || t->kind == TOKEN_HOLE;
		if (temp && temporary)
			*temporary = true;
		step(p, 2);
	}
	const struct token *link = token_now(p);
	if (link->kind == TOKEN_PARAM && p->text[link->begin] == '@' && link->begin == link[-1].end)
		p->at++; /* Oracle's database link: the table is elsewhere, its name is the same */
	if (has_hole)
		*has_hole = hole;
	return name;
}

/* The text of an expression in a list of columns, without blanks and commas: lower(name). */
static const char *
expression_text(struct parser *p, size_t first, size_t end)
{
	uint32_t begin = p->list[first].begin, limit = p->list[end - 1].end;
	char *text = arena_alloc(p->arena, (size_t)(limit - begin) + 1), *to = text;
	for (uint32_t i = begin; i < limit; i++)
		if (!isspace((unsigned char)p->text[i]))
			*to++ = p->text[i] == ',' ? ';' : p->text[i];
	return text;
}

/* One entry of a column list, an expression's text included; the cursor moves behind it. NULL: nothing that could be named. */
static const char *
list_entry_read(struct parser *p)
{
	size_t first = p->at, end = p->at;
	const struct token *t = token_now(p);
	const char *name = t->kind == TOKEN_NAME || t->kind == TOKEN_QUOTED || t->kind == TOKEN_STRING ||
	                           t->kind == TOKEN_HOLE ? name_text(p, t) : NULL;
	size_t words = 0;
	bool ordered = false; /* behind the expression itself */
	while (!group_done(p) && !now_kind(p, TOKEN_COMMA)) {
		const struct token *now = token_now(p);
		if (words == 1 && now->kind == TOKEN_OPEN)
			name = now->match && p->list[p->at + 1].kind == TOKEN_NUMBER ? name : NULL; /* name(10): a prefix */
		else if (words == 1 && now->kind == TOKEN_OPERATOR)
			name = NULL;
		ordered |= words && token_in(p, now, " ASC DESC NULLS COLLATE WITH ");
		skip_group(p);
		end = ordered ? end : p->at;
		words++;
	}
	return name || end == first ? name : expression_text(p, first, end);
}

const char *
name_list_read(struct parser *p)
{
	char *list = NULL;
	size_t size = 0, open = p->at;
	if (!accept_kind(p, TOKEN_OPEN))
		return "";
	FILE *out = open_memstream(&list, &size);
	if (!out)
		return "";
	for (bool first = true; !group_done(p);) {
		const char *name = list_entry_read(p);
		if (name)
			fprintf(out, "%s%s", first ? "" : ",", name), first = false;
		if (!accept_kind(p, TOKEN_COMMA))
			break;
	}
	fclose(out);
	const char *copy = arena_strndup(p->arena, list, size);
	free(list);
	close_group(p, open);
	return copy;
}

uint32_t
name_hash(const char *name)
{
	return (uint32_t)hash_lower(HASH_START, name);
}

struct scope *
scope_create(struct parser *p, struct scope *parent)
{
	struct scope *s = arena_new(p->scratch, struct scope);
	s->parent = parent;
	return s;
}

struct source *
source_add(struct parser *p, struct scope *scope, enum source_kind kind, const char *name)
{
	struct source *s = arena_new(p->scratch, struct source);
	s->kind = kind;
	s->name = name;
	s->alias = text_last_part(name);
	s->number = scope->source_count++;
	s->modes = 1u << TABLE_READ;
	s->place = p->at;
	if (scope->last)
		scope->last->next = s;
	else
		scope->sources = s;
	return scope->last = s;
}

struct source *
table_source_add(struct parser *p, struct scope *scope, const char *name, bool has_hole)
{
	struct source *s = source_add(p, scope, SOURCE_TABLE, name);
	s->known = schema_find(p->schema, name);
	s->has_hole = has_hole;
	return s;
}

struct output *
output_add(struct parser *p, struct scope *scope, const char *name, int ref)
{
	struct output *o = arena_new(p->scratch, struct output);
	o->name = name;
	o->hash = name_hash(name);
	o->ref = ref;
	if (scope->last_output)
		scope->last_output->next = o;
	else
		scope->outputs = o;
	return scope->last_output = o;
}

int
ref_add(struct parser *p, const char *qualifier, const char *name)
{
	struct ref r = {.scope = p->scope, .qualifier = qualifier, .name = name, .limit = UINT32_MAX,
	                .kind = p->ref_kind, .mode = TABLE_READ};
	vec_push(&p->refs, r);
	return (int)p->refs.count - 1;
}

/* First sight of the thing in this statement? Names compare without case. */
bool
first_seen(struct parser *p, unsigned kind, const char *a, const char *b)
{
	uint64_t key = hash_lower(hash_lower((HASH_START ^ kind) * HASH_PRIME, a ? a : ""), b);
	if (map_has(p->seen, key))
		return false;
	map_put(p->seen, key, 1);
	return true;
}

void
report_table(struct parser *p, const char *name, enum table_mode mode, bool has_hole, size_t place)
{
	if (!strcasecmp(name, "dual") || !*name)
		return;
	if (first_seen(p, SEEN_TABLE + mode, name, "")) {
		struct table_note note = {{.name = name, .mode = mode, .has_hole = has_hole}, place, p->tables.count};
		vec_push(&p->tables, note);
	}
}

void
call_note(struct parser *p, const char *qualifier, const char *name)
{
	if (*name && first_seen(p, SEEN_CALL, qualifier, name))
		vec_push(&p->calls, qualifier ? arena_printf(p->arena, "%s.%s", qualifier, name) : name);
}

void
compare_note(struct parser *p, struct operand column, enum predicate_role role, int unless)
{
	if (column.kind == OPERAND_COLUMN && role != PREDICATE_COUNT)
		vec_push(&p->compared, (struct predicate){column.ref, role, unless});
}

void
join_note(struct parser *p, int a, int b)
{
	if (a != NO_REF && b != NO_REF)
		vec_push(&p->joined, (struct join){a, b});
}

/* Counts on from the last call, or back. */
unsigned
line_of(const struct parser *p, size_t byte)
{
	struct text_state *c = p->state;
	for (; c->at < byte; c->at++)
		c->line += p->text[c->at] == '\n';
	for (; c->at > byte; c->at--)
		c->line -= p->text[c->at - 1] == '\n';
	return c->line;
}
