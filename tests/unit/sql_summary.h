/* A statement as one line of text, for the tests of sqltext. Holes are written {v} and {t} in the tests. */
#ifndef UNIT_SQL_SUMMARY_H
#define UNIT_SQL_SUMMARY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sqltext/sqltext.h"

/* {v} and {t} → holes, numbered. */
static inline char *
sql_encode(struct arena *a, const char *text)
{
	char *out = arena_alloc(a, 3 * strlen(text) + 1);
	size_t n = 0;
	unsigned number = 0;
	for (const char *c = text; *c; c++) {
		if (c[0] == '{' && (c[1] == 'v' || c[1] == 't') && c[2] == '}') {
			n += (size_t)sprintf(out + n, "%c%c%u%c", SQL_HOLE_BEGIN, c[1], ++number % 10, SQL_HOLE_END);
			c += 2;
		} else {
			out[n++] = *c;
		}
	}
	return out;
}

/* A name with its holes as {v} and {t}; NULL as ?. */
static inline void
sql_print_name(FILE *out, const char *name)
{
	for (const char *c = name ? name : "?"; *c; c++) {
		if (*c == SQL_HOLE_BEGIN) {
			fprintf(out, "{%c}", c[1]);
			while (*c && *c != SQL_HOLE_END)
				c++;
		} else {
			fputc(*c, out);
		}
		if (!*c)
			return;
	}
}

static inline void
sql_print_pair(FILE *out, const char *table, const char *column)
{
	sql_print_name(out, table);
	fputc('.', out);
	sql_print_name(out, column);
}

static inline void
sql_print_keys(FILE *out, const struct sql_statement *s)
{
	for (size_t i = 0; i < s->key_count; i++) {
		const struct sql_key_def *k = &s->keys[i];
		fprintf(out, " %s %s(%s)", key_kind_word(k->kind), k->name, k->columns);
		if (k->table)
			fprintf(out, " of %s", k->table);
		if (k->ref_table)
			fprintf(out, "->%s(%s)", k->ref_table, k->ref_columns);
		if (k->on_delete)
			fprintf(out, " on delete %s", k->on_delete);
	}
}

static inline void
sql_print_uses(FILE *out, const struct sql_statement *s)
{
	for (size_t i = 0; i < s->table_count; i++) {
		fputc(' ', out);
		sql_print_name(out, s->tables[i].name);
		fprintf(out, "(%s)", table_mode_word(s->tables[i].mode));
	}
	fputs(s->column_count ? " |" : "", out);
	for (size_t i = 0; i < s->column_count; i++) {
		fputc(' ', out);
		sql_print_pair(out, s->columns[i].table, s->columns[i].column);
		fprintf(out, ":%s", table_mode_word(s->columns[i].mode));
	}
	fputs(s->join_count ? " | join" : "", out);
	for (size_t i = 0; i < s->join_count; i++) {
		fputc(' ', out);
		sql_print_pair(out, s->joins[i].table_a, s->joins[i].column_a);
		fputc('=', out);
		sql_print_pair(out, s->joins[i].table_b, s->joins[i].column_b);
	}
	fputs(s->predicate_count ? " |" : "", out);
	for (size_t i = 0; i < s->predicate_count; i++) {
		fprintf(out, " %s ", predicate_word(s->predicates[i].role));
		sql_print_pair(out, s->predicates[i].table, s->predicates[i].column);
	}
}

/* "verb! object …": the mark says that something was not understood. */
static inline void
sql_print(FILE *out, const struct sql_statement *s)
{
	fprintf(out, "%s%s", sql_verb_word(s->verb), s->complete ? "" : "!");
	if (s->object)
		fputc(' ', out), sql_print_name(out, s->object);
	if (s->on_table)
		fprintf(out, " on "), sql_print_name(out, s->on_table);
	fprintf(out, "%s%s", s->temporary ? " temp" : "", s->if_not_exists ? " ine" : "");
	if (s->trigger_event)
		fprintf(out, " %s", s->trigger_event);
	sql_print_uses(out, s);
	fputs(s->def_count ? " | defs" : "", out);
	for (size_t i = 0; i < s->def_count; i++) {
		fputc(' ', out);
		sql_print_name(out, s->defs[i].name);
		fprintf(out, ":%s%s", s->defs[i].type, s->defs[i].not_null ? "!" : "");
	}
	fputs(s->key_count ? " | keys" : "", out);
	sql_print_keys(out, s);
	for (size_t i = 0; i < s->body_count; i++) {
		fputs(i ? "; " : " {", out);
		sql_print(out, &s->body[i]);
	}
	fputs(s->body_count ? "}" : "", out);
}

static inline char *
sql_summary(const struct sql_script *script)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	for (size_t i = 0; i < script->count; i++) {
		fputs(i ? " ;; " : "", out);
		sql_print(out, &script->statements[i]);
	}
	fclose(out);
	return text;
}

#endif
