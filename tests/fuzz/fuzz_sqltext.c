/* Fuzz: the bytes as SQL text, once without a schema and once with what the text itself defines. Held: statements lie
 * within the text and in order, every use has a name, sql_show keeps its length. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sqltext/sqltext.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
demand(bool holds)
{
	if (!holds)
		abort();
}

static void
statement_check(const struct sql_statement *s, size_t size)
{
	demand(s->begin <= s->end && s->end <= size);
	demand(sql_verb_word(s->verb) != NULL);
	for (size_t i = 0; i < s->table_count; i++)
		demand(s->tables[i].name && *s->tables[i].name && s->tables[i].mode < TABLE_MODE_COUNT);
	for (size_t i = 0; i < s->column_count; i++)
		demand(s->columns[i].column && s->columns[i].mode < TABLE_MODE_COUNT);
	for (size_t i = 0; i < s->join_count; i++)
		demand(s->joins[i].table_a && s->joins[i].column_a && s->joins[i].table_b && s->joins[i].column_b);
	for (size_t i = 0; i < s->predicate_count; i++)
		demand(s->predicates[i].table && s->predicates[i].column);
	for (size_t i = 0; i < s->def_count; i++)
		demand(s->defs[i].name && *s->defs[i].name && s->defs[i].type);
	for (size_t i = 0; i < s->key_count; i++)
		demand(s->keys[i].name && s->keys[i].columns && (s->keys[i].kind == KEY_FOREIGN) == (s->keys[i].ref_table != NULL));
	for (size_t i = 0; i < s->body_count; i++)
		statement_check(&s->body[i], size);
}

static void
script_check(const struct sql_script *script, size_t size)
{
	for (size_t i = 0; i < script->count; i++) {
		statement_check(&script->statements[i], size);
		demand(i == 0 || script->statements[i].begin >= script->statements[i - 1].begin);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1); /* exactly as long as it is said to be */
	struct sql_schema *schema = sql_schema_create();
	struct arena a;
	arena_init(&a);
	memcpy(text, data, size);
	text = realloc(text, size ? size : 1);
	struct sql_script script = sql_parse(&a, text, size, NULL);
	script_check(&script, size);
	for (size_t i = 0; i < script.count; i++)
		sql_schema_learn(schema, &script.statements[i]);
	script = sql_parse(&a, text, size, schema);
	script_check(&script, size);
	(void)sql_looks_like_statement(text, size);
	demand(sql_show(&a, text, size) != NULL);
	sql_schema_destroy(schema);
	arena_finish(&a);
	free(text);
	return 0;
}
