/* Fact files as text. In: a reader; out: a line a record, `kind field=value …`, fields that are 0 or "" left
 * out, the record's own number (facts.h, "Numbering") behind it as #N. Same records, same text: goldens use it. */
#include <inttypes.h>
#include <string.h>

#include "facts/facts_file.h"
#include "facts/facts_words.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const value_words[] = {
	"HOLE", "LOCAL", "GLOBAL", "FIELD", "ELEMENT", "DEREF", "FUNCTION", "ADDRESS", "TEXT", "INTEGER", "FLOAT", "CALL",
	"EITHER", "BINARY", "UNARY", "CAST", "VA_ARG",
};
_Static_assert(COUNT(value_words) == VALUE_VA_ARG + 1, "a word for each value_op");

static const char *const event_words[] = {
	"ASSIGN", "CALL", "ARGUMENT", "RETURN", "ACCESS", "TEST", "ENTER", "LEAVE", "CASE", "JUMP", "LABEL", "FILE",
};
_Static_assert(COUNT(event_words) == EVENT_FILE + 1, "a word for each event_op");

static const char *const operator_words[] = {
	"NONE", "ADD", "SUB", "MUL", "DIV", "MOD", "SHL", "SHR", "AND", "OR", "XOR", "EQ", "NE", "LT", "GT", "LE", "GE",
	"LAND", "LOR", "NOT", "BITNOT", "MINUS", "COMMA", "INIT", "INCREMENT", "DECREMENT", "POINTER_ADD",
};
_Static_assert(COUNT(operator_words) == OPERATOR_POINTER_ADD + 1, "a word for each operator_kind");

static const char *const nest_words[] = {"LOOP", "THEN", "ELSE", "SWITCH", "ARM", "ONCE"};
_Static_assert(COUNT(nest_words) == NEST_ONCE + 1, "a word for each nest_kind");

static const char *const linkage_words[] = {"EXTERNAL", "INTERNAL", "STATIC_LOCAL"};
_Static_assert(COUNT(linkage_words) == LINKAGE_STATIC_LOCAL + 1, "a word for each linkage_kind");

static const char *const access_words[] = {"READ", "WRITE", "ADDRESS"};

#define WORD(list, n) ((uint64_t)(n) < COUNT(list) ? list[n] : NULL)

static const char *
event_word(const struct fact_event *e, const char *field)
{
	if (!strcmp(field, "op"))
		return WORD(event_words, e->op);
	if (strcmp(field, "n"))
		return NULL;
	switch (e->op) {
	case EVENT_ASSIGN:
		return WORD(operator_words, e->n);
	case EVENT_ACCESS:
		return WORD(access_words, e->n);
	case EVENT_ENTER:
	case EVENT_LEAVE:
		return WORD(nest_words, e->n);
	default:
		return NULL;
	}
}

static const char *
value_word(const struct fact_value *v, const char *field)
{
	if (!strcmp(field, "op"))
		return WORD(value_words, v->op);
	bool has_operator = v->op == VALUE_BINARY || v->op == VALUE_UNARY;
	return has_operator && !strcmp(field, "n") ? WORD(operator_words, v->n) : NULL;
}

const char *
fact_field_word(const struct fact *f, size_t field)
{
	const char *name = fact_specs[f->kind].fields[field].name;
	switch (f->kind) {
	case FACT_VALUE:
		return value_word(&f->value_, name);
	case FACT_EVENT:
		return event_word(&f->event_, name);
	case FACT_SYMBOL:
		return strcmp(name, "linkage") ? NULL : WORD(linkage_words, f->symbol_.linkage);
	default:
		return NULL;
	}
}

static void
print_string(FILE *out, const char *text, size_t length)
{
	putc('"', out);
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c == '\n')
			fputs("\\n", out);
		else if (c == '\t')
			fputs("\\t", out);
		else if (c < 0x20 || c >= 0x7f)
			fprintf(out, "\\x%02x", c);
		else
			putc(c, out);
	}
	putc('"', out);
}

static void
print_field(const struct fact_reader *r, const struct fact *f, size_t i, FILE *out)
{
	const struct fact_part *field = &fact_specs[f->kind].fields[i];
	const char *word = fact_field_word(f, i);
	if (!f->fields[i] && !word)
		return;
	fprintf(out, " %s=", field->name);
	if (word) {
		fputs(word, out);
	} else if (field->letter == 'S') {
		size_t length;
		const char *text = fact_string(r, f->fields[i], &length);
		print_string(out, text, length);
	} else {
		fprintf(out, "%" PRId64, f->fields[i]);
	}
}

/* Kinds that others refer to by number. */
static bool
is_numbered(enum fact_kind kind)
{
	switch (kind) {
	case FACT_FILE:
	case FACT_MACRO:
	case FACT_TYPE:
	case FACT_RECORD:
	case FACT_FIELD:
	case FACT_ENUM:
	case FACT_SYMBOL:
	case FACT_VALUE:
	case FACT_LISTED:
	case FACT_PROGRAM:
		return true;
	default:
		return false;
	}
}

void
fact_dump(struct fact_reader *r, FILE *out)
{
	size_t numbers[FACT_KIND_COUNT] = {0};
	struct fact f;
	while (fact_next(r, &f)) {
		if (f.kind == FACT_BODY)
			numbers[FACT_VALUE] = 0;
		fputs(fact_specs[f.kind].name, out);
		for (size_t i = 0; i < fact_specs[f.kind].count; i++)
			print_field(r, &f, i, out);
		if (is_numbered(f.kind))
			fprintf(out, " #%zu", ++numbers[f.kind]);
		putc('\n', out);
	}
}
