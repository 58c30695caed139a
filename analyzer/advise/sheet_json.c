/* A sheet as one JSON object: facts are its members, sections arrays of objects below them.
 *
 * Invariant: well-formed whatever the names hold; bytes that are not UTF-8 become U+FFFD. */
#include "advise/sheet.h"

void
sheet_put_json_text(const char *text, FILE *out)
{
	putc('"', out);
	while (*text) {
		size_t n = sheet_utf8(text);
		unsigned char c = (unsigned char)*text;
		if (n == 0)
			fputs("\\ufffd", out);
		else if (n > 1)
			fwrite(text, 1, n, out);
		else if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			fprintf(out, "\\u%04x", c);
		else
			putc(c, out);
		text += n ? n : 1;
	}
	putc('"', out);
}

static void
put_place(const struct sheet_place *p, FILE *out)
{
	const char *before = "{";
	if (p->name) {
		fputs("{\"function\": ", out);
		sheet_put_json_text(p->name, out);
		before = ", ";
	}
	if (p->key) {
		fprintf(out, "%s\"key\": ", before);
		sheet_put_json_text(p->key, out);
		before = ", ";
	}
	if (p->file) {
		fprintf(out, "%s\"file\": ", before);
		sheet_put_json_text(p->file, out);
		fprintf(out, ", \"line\": ");
		if (p->line > 0)
			fprintf(out, "%lld", (long long)p->line);
		else
			fputs("null", out);
	}
	putc('}', out);
}

static void
put_list(const struct sheet_value *v, FILE *out)
{
	putc('[', out);
	for (size_t i = 0; i < v->count; i++) {
		if (i)
			fputs(", ", out);
		if (v->kind == SHEET_WORDS)
			sheet_put_json_text(v->words[i], out);
		else
			put_place(&v->places[i], out);
	}
	putc(']', out);
}

static void
put_value(const struct sheet_value *v, FILE *out)
{
	switch (v->kind) {
	case SHEET_NONE: fputs("null", out); return;
	case SHEET_TEXT: sheet_put_json_text(v->text, out); return;
	case SHEET_NUMBER: fprintf(out, "%lld", (long long)v->number); return;
	case SHEET_SHARE: fprintf(out, "%.6g", v->share); return;
	case SHEET_FLAG: fputs(v->number ? "true" : "false", out); return;
	case SHEET_PLACE: put_place(v->places, out); return;
	case SHEET_WORDS:
	case SHEET_PLACES:
	case SHEET_PATH: put_list(v, out); return;
	}
}

static void
put_row(const struct sheet_section *s, const struct sheet_value *row, FILE *out)
{
	const char *before = "{";
	for (size_t i = 0; i < s->column_count; i++) {
		if (!s->columns[i].key)
			continue;
		fprintf(out, "%s\"%s\": ", before, s->columns[i].key);
		put_value(&row[i], out);
		before = ", ";
	}
	putc('}', out);
}

void
sheet_print_json(const struct sheet *s, FILE *out)
{
	const char *before = "{";
	for (size_t i = 0; i < s->facts.count; i++) {
		if (!s->facts.at[i].key)
			continue;
		fprintf(out, "%s\"%s\": ", before, s->facts.at[i].key);
		put_value(&s->facts.at[i].value, out);
		before = ",\n ";
	}
	for (size_t i = 0; i < s->sections.count; i++) {
		const struct sheet_section *section = s->sections.at[i];
		fprintf(out, "%s\"%s\": [", before, section->key);
		for (size_t k = 0; k < section->rows.count; k++) {
			fputs(k ? ",\n  " : "\n  ", out);
			put_row(section, section->rows.at[k], out);
		}
		putc(']', out);
		before = ",\n ";
	}
	fputs("}\n", out);
}
