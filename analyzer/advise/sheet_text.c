/* A sheet for people: a head, aligned facts, sections as tables, and one line that names what was not found.
 *
 * Invariant: nothing that is printed can steer a terminal or turn the direction of what follows. */
#include "advise/sheet.h"

#include <string.h>

enum {
	WIDTH = 110,        /* longer lines of a path or a statement are broken between words */
	PLACES_SHOWN = 4,   /* in one cell; the rest is counted */
	WORDS_SHOWN = 8,
	STEPS_SHOWN = 7,    /* of a path; of a longer one its ends */
	CELL_WIDEST = 56    /* a wider cell does not push the next column of other rows to the right */
};

/* C1 controls, and marks that embed, override or isolate a writing direction. */
static bool
steers(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	if (n == 2)
		return u[0] == 0xc2 && u[1] < 0xa0;
	return n == 3 && u[0] == 0xe2 && ((u[1] == 0x80 && ((u[2] >= 0xaa && u[2] <= 0xae) || u[2] == 0x8e || u[2] == 0x8f)) ||
	                                  (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9));
}

void
sheet_put_text(const char *text, FILE *out)
{
	while (*text) {
		size_t n = sheet_utf8(text), k = n ? n : 1;
		unsigned char c = (unsigned char)*text;
		if (c == '\n' || c == '\t')
			fprintf(out, "\\%c", c == '\n' ? 'n' : 't');
		else if (n == 0 || steers(text, n) || c < 0x20 || c == 0x7f)
			for (size_t i = 0; i < k; i++)
				fprintf(out, "\\x%02x", (unsigned char)text[i]);
		else
			fwrite(text, 1, k, out);
		text += k;
	}
}

/* A place after the ones before it: the file only when it is another one. */
static void
put_place(const struct sheet_place *p, const char *file_before, FILE *out)
{
	bool again = file_before && !strcmp(file_before, p->file);
	if (!again)
		sheet_put_text(p->file, out);
	if (p->line > 0)
		fprintf(out, again ? "%lld" : ":%lld", (long long)p->line);
}

static void
put_places(const struct sheet_value *v, bool all, FILE *out)
{
	const char *before = NULL;
	for (size_t i = 0; i < v->count; i++) {
		if (!all && i == PLACES_SHOWN) {
			fprintf(out, " +%zu", v->count - i);
			return;
		}
		if (i)
			fputs(", ", out);
		put_place(&v->places[i], before, out);
		before = v->places[i].file;
	}
}

static void
put_words(const struct sheet_value *v, bool all, FILE *out)
{
	for (size_t i = 0; i < v->count; i++) {
		if (!all && i == WORDS_SHOWN) {
			fprintf(out, " +%zu", v->count - i);
			return;
		}
		if (i)
			fputs(", ", out);
		sheet_put_text(v->words[i], out);
	}
}

static void
put_path(const struct sheet_value *v, bool all, FILE *out)
{
	size_t head = STEPS_SHOWN / 2, tail = v->count - head;
	for (size_t i = 0; i < v->count; i++) {
		if (i)
			fputs(" → ", out);
		if (!all && v->count > STEPS_SHOWN && i == head) {
			fprintf(out, "… %zu more …", tail - head);
			i = tail - 1;
			continue;
		}
		sheet_put_text(v->places[i].name, out);
		if (v->places[i].file) {
			fputs(" (", out);
			put_place(&v->places[i], NULL, out);
			putc(')', out);
		}
	}
}

/* Blanks, newlines and tabs between the words of a statement say nothing: one blank each. */
static const char *
squeeze(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text), *p = copy;
	for (; *text; text++)
		if (!strchr(" \t\r\n", *text))
			*p++ = *text;
		else if (p > copy && p[-1] != ' ')
			*p++ = ' ';
	while (p > copy && p[-1] == ' ')
		p--;
	*p = 0;
	return copy;
}

static const char *
text_of(const struct sheet *s, const struct sheet_value *v, bool all, bool running)
{
	if (sheet_is_empty(v))
		return "-";
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		return "";
	switch (v->kind) {
	case SHEET_NONE: break;
	case SHEET_TEXT: sheet_put_text(running ? squeeze(s->arena, v->text) : v->text, out); break;
	case SHEET_NUMBER: fprintf(out, "%lld", (long long)v->number); break;
	case SHEET_SHARE: fprintf(out, "%.2f", v->share); break;
	case SHEET_FLAG: fputs(v->number ? "yes" : "no", out); break;
	case SHEET_WORDS: put_words(v, all, out); break;
	case SHEET_PLACE:
	case SHEET_PLACES: put_places(v, all, out); break;
	case SHEET_PATH: put_path(v, all, out); break;
	}
	fclose(out);
	const char *kept = arena_strdup(s->arena, text);
	free(text);
	return kept;
}

/* Columns a text takes, in code points. */
static size_t
width_of(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static void
put_padded(const char *text, size_t width, bool right, FILE *out)
{
	size_t n = width_of(text);
	int blanks = n < width ? (int)(width - n) : 0;
	if (right)
		fprintf(out, "%*s%s", blanks, "", text);
	else
		fprintf(out, "%s%*s", text, blanks, "");
}

/* Breaks between words; later lines begin under the first word. */
static void
put_wrapped(const char *text, size_t indent, FILE *out)
{
	size_t at = indent;
	while (*text) {
		size_t length = strcspn(text, " ");
		char *word = strndup(text, length);
		size_t width = width_of(word ? word : "");
		if (at > indent && at + 1 + width > WIDTH) {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (at > indent) {
			putc(' ', out);
			at++;
		}
		fputs(word ? word : "", out);
		free(word);
		at += width;
		text += length;
		text += *text == ' ';
	}
	putc('\n', out);
}

static void
put_facts(const struct sheet *s, bool all, FILE *out)
{
	size_t widest = 0;
	for (size_t i = 0; i < s->facts.count; i++)
		if (s->facts.at[i].title && !sheet_is_empty(&s->facts.at[i].value) && width_of(s->facts.at[i].title) > widest)
			widest = width_of(s->facts.at[i].title);
	for (size_t i = 0; i < s->facts.count; i++) {
		const struct sheet_fact *f = &s->facts.at[i];
		if (!f->title || sheet_is_empty(&f->value))
			continue;
		fputs("  ", out);
		put_padded(f->title, widest + 2, false, out);
		put_wrapped(text_of(s, &f->value, all || f->value.kind != SHEET_PATH, false), widest + 4, out);
	}
}

struct layout {
	const struct sheet *sheet;
	const struct sheet_section *section;
	size_t rows;
	const char **cells; /* rows × columns */
	size_t *widths;
	bool *right, *shown;
};

static void
measure(struct layout *l, bool all)
{
	const struct sheet_section *s = l->section;
	for (size_t c = 0; c < s->column_count; c++) {
		if (!s->columns[c].title)
			continue;
		l->right[c] = true;
		l->widths[c] = width_of(s->columns[c].title);
		for (size_t r = 0; r < l->rows; r++) {
			const struct sheet_value *v = &s->rows.at[r][c];
			l->cells[r * s->column_count + c] = text_of(l->sheet, v, all || (s->columns[c].below && v->kind == SHEET_WORDS), s->columns[c].below);
			size_t w = width_of(l->cells[r * s->column_count + c]);
			if (w > l->widths[c] && w <= CELL_WIDEST)
				l->widths[c] = w;
			l->shown[c] |= !sheet_is_empty(v);
			l->right[c] &= v->kind == SHEET_NONE || v->kind == SHEET_NUMBER || v->kind == SHEET_SHARE;
		}
	}
}

/* What every row would say in a line below is said once, above. */
static void
put_common(struct layout *l, FILE *out)
{
	const struct sheet_section *s = l->section;
	for (size_t c = 0; c < s->column_count; c++) {
		bool same = l->rows > 1 && s->columns[c].title && s->columns[c].below && l->shown[c];
		for (size_t r = 1; r < l->rows && same; r++)
			same = !strcmp(l->cells[c], l->cells[r * s->column_count + c]);
		if (!same)
			continue;
		fprintf(out, "  each: %s%s", s->columns[c].title, *s->columns[c].title ? " " : "");
		put_wrapped(l->cells[c], 8 + width_of(s->columns[c].title) + (*s->columns[c].title != 0), out);
		l->shown[c] = false;
	}
}

/* One line of a table: the header (cells NULL) or a row. */
static void
put_line(const struct layout *l, const char *const *cells, FILE *out)
{
	const struct sheet_section *s = l->section;
	size_t last = s->column_count;
	for (size_t c = 0; c < s->column_count; c++)
		if (l->shown[c] && !s->columns[c].below)
			last = c;
	fputs("  ", out);
	for (size_t c = 0; c < s->column_count; c++)
		if (l->shown[c] && !s->columns[c].below) {
			put_padded(cells ? cells[c] : s->columns[c].title, c == last && !l->right[c] ? 0 : l->widths[c], l->right[c], out);
			if (c != last)
				fputs("  ", out);
		}
	putc('\n', out);
	for (size_t c = 0; cells && c < s->column_count; c++)
		if (l->shown[c] && s->columns[c].below && strcmp(cells[c], "-") != 0) {
			fprintf(out, "      %s%s", s->columns[c].title, *s->columns[c].title ? " " : "");
			put_wrapped(cells[c], 6 + width_of(s->columns[c].title) + (*s->columns[c].title != 0), out);
		}
}

static void
put_section(const struct sheet *s, const struct sheet_section *section, size_t limit, FILE *out)
{
	size_t n = section->column_count, rows = section->rows.count;
	/* one line to say that one is left out would be no shorter */
	size_t shown = limit && rows > limit + 1 ? limit : rows;
	struct layout l = {.sheet = s, .section = section, .rows = shown, .cells = arena_array(s->arena, const char *, shown * n),
	                   .widths = arena_array(s->arena, size_t, n), .right = arena_array(s->arena, bool, n),
	                   .shown = arena_array(s->arena, bool, n)};
	measure(&l, !limit);
	fprintf(out, "\n%s (%zu)", section->title, rows);
	if (section->note) {
		fputs(": ", out);
		sheet_put_text(section->note, out);
	}
	putc('\n', out);
	put_common(&l, out);
	put_line(&l, NULL, out);
	for (size_t r = 0; r < shown; r++)
		put_line(&l, l.cells + r * n, out);
	if (shown < rows)
		fprintf(out, "  … %zu more: --all\n", rows - shown);
}

void
sheet_print(const struct sheet *s, size_t limit, FILE *out)
{
	sheet_put_text(s->head, out);
	fputs("\n\n", out);
	put_facts(s, !limit, out);
	const char *empty = NULL;
	for (size_t i = 0; i < s->sections.count; i++) {
		const struct sheet_section *section = s->sections.at[i];
		if (section->rows.count) {
			put_section(s, section, limit, out);
			continue;
		}
		char *title = arena_strdup(s->arena, section->title);
		if (title[0] >= 'A' && title[0] <= 'Z')
			title[0] = (char)(title[0] + 'a' - 'A');
		empty = empty ? arena_printf(s->arena, "%s; %s", empty, title) : title;
	}
	if (empty) {
		fputs("\nNothing found: ", out);
		put_wrapped(empty, strlen("Nothing found: "), out);
	}
}
