/* Switched-off blocks. In: their lines, texts and names called, as facts; out: rows, and assumptions that tell what a
 * reader of the result would miss: SQL and calls of drivers, of table interfaces and of the program's own wrappers.
 * Nothing is made of them beyond that: whether the block is ever on, nobody here knows. */
#include "data/inactive.h"

#include <string.h>

#include "base/map.h"

enum { SHOWN_MOST = 200 }; /* bytes of a statement */

struct told { size_t blocks, lines, holding; };

static void
name_wrappers(const struct data *d, struct map *out)
{
	map_init(out);
	for (size_t i = 0; i < d->sinks.wrappers.count; i++)
		map_put(out, d->p->symbols.at[d->sinks.wrappers.at[i]].name, 1);
}

/* What a call of that name is to data; NULL: nothing. */
static const char *
kind_of_call(const struct data *d, const struct map *wrappers, str_id name)
{
	const char *text = program_text(d->p, name);
	if (rules_driver(d->rules, text))
		return "calls the driver";
	if (rules_table(d->rules, text))
		return "calls the table interface";
	return map_has(wrappers, name) ? "calls the SQL wrapper" : NULL;
}

/* A statement in one line. */
static const char *
shown(struct data *d, str_id text)
{
	const char *from = program_text(d->p, text);
	char *out = arena_alloc(&d->scratch, SHOWN_MOST + 4), *to = out;
	bool blank = true;
	for (; *from && to < out + SHOWN_MOST; from++) {
		bool is_blank = strchr(" \t\r\n", *from) != NULL;
		if (!is_blank || !blank)
			*to++ = is_blank ? ' ' : *from;
		blank = is_blank;
	}
	while (*from && to > out && ((unsigned char)*from & 0xc0) == 0x80) /* no half of a character */
		from--, to--;
	strcpy(to, *from ? "…" : "");
	return out;
}

static const char *
named(struct data *d, const struct program_note *n)
{
	const char *config = program_text(d->p, n->config);
	return *config ? arena_printf(&d->scratch, "configuration %s: ", config) : "";
}

static void
put_part(struct data *d, const struct map *wrappers, const struct program_note *n, const struct program_inactive_part *part,
         struct row_inactive *row)
{
	struct arena_mark mark = arena_mark(&d->scratch);
	const char *text = program_text(d->p, part->text), *what = NULL;
	if (!part->is_call && data_looks_like_sql(&d->scratch, text, strlen(text))) {
		row->sql++;
		what = arena_printf(&d->scratch, "holds SQL: %s", shown(d, part->text));
	} else if (part->is_call && (what = kind_of_call(d, wrappers, part->text))) {
		row->driver_calls++;
		what = arena_printf(&d->scratch, "%s %s", what, text);
	}
	if (what)
		ROW_ADD(d->rows, ASSUMPTION, assumption, .kind = ASSUMPTION_INACTIVE, .file = program_text(d->p, n->file), .line = part->line,
		        .text = arena_printf(&d->p->arena, "%sinactive block %s; lines %u-%u switched off by %s", named(d, n), what, n->line,
		                             n->end_line, program_text(d->p, n->text)));
	arena_pop(&d->scratch, mark);
}

static void
put_block(struct data *d, const struct map *wrappers, const struct program_note *n, struct told *told)
{
	struct row_inactive row = {.config = program_text(d->p, n->config), .file = program_text(d->p, n->file), .line = n->line,
	                           .end_line = n->end_line, .condition = program_text(d->p, n->text)};
	for (uint32_t i = 0; i < n->part_count; i++)
		put_part(d, wrappers, n, &d->p->inactive_parts.at[n->first_part + i], &row);
	rows_add(d->rows, ROW_INACTIVE_KIND, &row);
	told->blocks++;
	told->lines += n->end_line - n->line + 1;
	told->holding += row.sql || row.driver_calls;
}

void
inactive_rows(struct data *d)
{
	struct program *p = d->p;
	struct map wrappers;
	name_wrappers(d, &wrappers);
	struct told *told = arena_array(&d->scratch, struct told, p->configs.count + 1);
	for (size_t i = 0; i < p->inactive.count; i++) {
		size_t c = 0;
		while (c < p->configs.count && p->configs.at[c] != p->inactive.at[i].config)
			c++;
		put_block(d, &wrappers, &p->inactive.at[i], &told[c]);
	}
	for (size_t c = 0; c <= p->configs.count; c++) {
		const char *config = c < p->configs.count ? program_text(p, p->configs.at[c]) : "";
		if (told[c].blocks)
			ROW_ADD(d->rows, ASSUMPTION, assumption, .kind = ASSUMPTION_INACTIVE,
			        .text = arena_printf(&p->arena, "%s%s%zu blocks of %zu lines switched off by the preprocessor, %zu of them with SQL or "
			                             "driver calls", *config ? "configuration " : "", *config ? arena_printf(&p->arena, "%s: ", config) : "",
			                             told[c].blocks, told[c].lines, told[c].holding));
	}
	map_finish(&wrappers);
}
