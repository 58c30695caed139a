/* Link sets → which code meets. In: programs with their units as index lists them, and pairs of programs that meet;
 * out: a set for each body and symbol, and rows of sets that meet.
 *
 * Link sets that a description of the build tells of may lack units: what a program uses and none of its units
 * defines must come from somewhere. So a guessed program takes the units that define such names, nearest folder
 * first, as a linker takes members of an archive, and never a second main(). A unit with main() that is in no link
 * set begins one. */
#include "link/meeting.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "link/unite.h"

typedef uint64_t word;

struct settling {
	struct program *p;
	size_t words;            /* of a set of programs */
	word *unit_bits;         /* per unit */
	uint32_t *group;         /* per unit: first unit of the same file */
	uint32_t *first_body, *next_body; /* bodies by the unit that brought them first */
	unsigned char *seen;     /* symbols, per program */
	unsigned char *has_main; /* per group */
	VEC(uint32_t) queue;     /* groups */
};

#define BITS(s, unit) ((s)->unit_bits + (size_t)(unit) * (s)->words)

static bool
test(const word *bits, size_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

static void
set(word *bits, size_t i)
{
	bits[i / 64] |= (word)1 << i % 64;
}

/* ---- programs that begin at a main() ---- */

static bool
is_unknown_kind(enum program_kind kind)
{
	return kind == PROGRAM_WHOLE || kind == PROGRAM_REST;
}

static bool
is_open(const struct program *p, uint32_t unit)
{
	for (size_t i = 0; i < p->members.count; i++)
		if (p->members.at[i].unit == unit)
			return is_unknown_kind(p->programs.at[p->members.at[i].program].kind);
	return false;
}

static bool
is_main(const struct program_symbol *s, str_id name)
{
	return s->is_function && s->is_defined && !s->is_static && s->name == name && s->unit != PROGRAM_NONE;
}

static const char *
stem(struct program *p, str_id file)
{
	const char *name = program_text(p, file), *suffix = path_suffix(path_base(name));
	return arena_strndup(&p->arena, name, strlen(name) - strlen(suffix) - (*suffix != '\0'));
}

/* One main() among all units makes no second program. */
static void
begin_programs(struct program *p)
{
	str_id name = intern_text(&p->text, "main");
	size_t mains = 0;
	for (size_t i = 0; i < p->symbols.count; i++)
		mains += is_main(&p->symbols.at[i], name);
	if (mains < 2)
		return;
	for (size_t i = 0; i < p->symbols.count; i++) {
		const struct program_symbol *s = &p->symbols.at[i];
		if (!is_main(s, name) || !is_open(p, s->unit))
			continue;
		vec_push(&p->members, (struct program_member){(uint32_t)p->programs.count, s->unit});
		vec_push(&p->programs, (struct program_linked){
			.name = intern_text(&p->text, stem(p, s->file)), .file = s->file, .line = s->line, .kind = PROGRAM_EXECUTABLE,
			.confidence = CONFIDENCE_GUESSED});
	}
}

/* ---- what guessed programs need ---- */

static bool
is_in(const struct settling *s, uint32_t group, uint32_t program)
{
	return test(BITS(s, group), program);
}

/* Whether the program or one that it meets has the definition. */
static bool
is_served(const struct settling *s, uint32_t group, uint32_t program)
{
	if (is_in(s, group, program))
		return true;
	const struct program *p = s->p;
	if (p->programs.at[program].kind != PROGRAM_PLUGIN)
		return false;
	for (size_t i = 0; i < p->meetings.count; i++)
		if (p->meetings.at[i].program == program && is_in(s, group, p->meetings.at[i].other))
			return true;
	return false;
}

static void
join(struct settling *s, uint32_t group, uint32_t program)
{
	if (is_in(s, group, program) || s->has_main[group])
		return;
	for (size_t u = group; u < s->p->units.count; u++)
		if (s->group[u] == group)
			set(BITS(s, u), program);
	vec_push(&s->queue, group);
}

/* Nothing but a plugin is made of the unit: no linker takes it for something else. */
static bool
is_plugins_own(const struct settling *s, uint32_t unit)
{
	const struct program *p = s->p;
	bool plugin = false;
	for (uint32_t i = 0; i < p->programs.count; i++) {
		if (!meeting_holds(p, p->units.at[unit].declared, i))
			continue;
		if (p->programs.at[i].kind != PROGRAM_PLUGIN)
			return false;
		plugin = true;
	}
	return plugin;
}

/* The units that define the name for the program: none when it has them already. */
static void
need(struct settling *s, uint32_t symbol, str_id user, uint32_t program)
{
	struct program *p = s->p;
	const struct program_symbol *wanted = &p->symbols.at[symbol];
	unsigned best = 0;
	uint32_t first = map_get(&p->external_first, MAP_PAIR(wanted->name, wanted->is_function));
	for (uint32_t d = first; d != PROGRAM_NONE; d = p->external_next.at[d]) {
		unsigned c = link_closeness(program_text(p, user), program_text(p, p->symbols.at[d].file)) + 1;
		if (p->symbols.at[d].unit == PROGRAM_NONE || is_served(s, s->group[p->symbols.at[d].unit], program))
			return;
		best = c > best && !is_plugins_own(s, p->symbols.at[d].unit) ? c : best;
	}
	for (uint32_t d = first; d != PROGRAM_NONE; d = p->external_next.at[d])
		if (link_closeness(program_text(p, user), program_text(p, p->symbols.at[d].file)) + 1 == best &&
		    !is_plugins_own(s, p->symbols.at[d].unit))
			join(s, s->group[p->symbols.at[d].unit], program);
}

static void
needs_of_body(struct settling *s, const struct program_body *b, uint32_t program)
{
	for (uint32_t k = 1; k <= b->value_count; k++) {
		const struct program_value *v = &b->values[k];
		if ((v->op != VALUE_GLOBAL && v->op != VALUE_FUNCTION) || s->seen[v->a])
			continue;
		const struct program_symbol *used = &s->p->symbols.at[v->a];
		s->seen[v->a] = 1;
		if (!used->is_defined && !used->is_static)
			need(s, v->a, b->file, program);
	}
}

static void
complete(struct settling *s, uint32_t program)
{
	struct program *p = s->p;
	size_t before = 0;
	s->queue.count = 0;
	memset(s->seen, 0, p->symbols.count + 1);
	for (uint32_t u = 0; u < p->units.count; u++)
		if (s->group[u] == u && is_in(s, u, program))
			vec_push(&s->queue, u);
	before = s->queue.count;
	for (size_t i = 0; i < s->queue.count; i++)
		for (uint32_t u = s->queue.at[i]; u < p->units.count; u++)
			for (uint32_t b = s->group[u] == s->queue.at[i] ? s->first_body[u] : PROGRAM_NONE; b != PROGRAM_NONE; b = s->next_body[b])
				needs_of_body(s, &p->bodies.at[b], program);
	if (s->queue.count > before)
		vec_push(&p->assumptions, (struct program_assumption){
			.kind = ASSUMPTION_GUESSED, .file = p->programs.at[program].file, .line = p->programs.at[program].line,
			.text = intern_text(&p->text, arena_printf(&p->arena, "link set %s: %zu units more, which alone define what it uses",
			                    program_text(p, p->programs.at[program].name), s->queue.count - before))});
}

/* Units that are known to belong somewhere leave the sets of those that are not. */
static void
settle_rest(struct settling *s)
{
	struct program *p = s->p;
	for (size_t u = 0; u < p->units.count; u++) {
		bool known = false;
		for (size_t i = 0; i < p->programs.count; i++)
			known = known || (test(BITS(s, u), i) && !is_unknown_kind(p->programs.at[i].kind));
		for (size_t i = 0; i < p->programs.count && known; i++)
			if (is_unknown_kind(p->programs.at[i].kind))
				BITS(s, u)[i / 64] &= ~((word)1 << i % 64);
	}
}

/* ---- sets ---- */

/* The number of the set; its rows of what it meets and of plugins beside it are made with it. */
static uint32_t
set_number(struct program *p, const word *bits)
{
	size_t words = p->set_words, size = words * sizeof *bits;
	str_id id = intern_bytes(&p->text, (const char *)bits, size);
	uint32_t number = map_add(&p->set_ids, id, (uint32_t)(p->sets.count / (3 * words)));
	if (number < p->sets.count / (3 * words))
		return number;
	for (size_t i = 0; i < words; i++)
		vec_push(&p->sets, bits[i]);
	for (size_t row = 0; row < 2; row++)
		for (size_t i = 0; i < words; i++) {
			word sum = 0;
			for (size_t k = 0; k < p->programs.count; k++)
				if (test(bits, k))
					sum |= p->set_rows[(2 * k + row) * words + i];
			vec_push(&p->sets, sum);
		}
	return number;
}

/* Per program: those that it meets, and the plugins of its hosts. */
static void
fill_rows(struct program *p)
{
	size_t words = p->set_words;
	p->set_rows = arena_array(&p->arena, word, 2 * words * (p->programs.count + 1));
#define ROW_OF(program, row) (p->set_rows + (2 * (size_t)(program) + (row)) * words)
	for (size_t i = 0; i < p->programs.count; i++) {
		set(ROW_OF(i, 0), i);
		for (size_t k = 0; k < p->programs.count && is_unknown_kind(p->programs.at[i].kind); k++) {
			set(ROW_OF(i, 0), k);
			set(ROW_OF(k, 0), i);
		}
	}
	for (size_t i = 0; i < p->meetings.count; i++) {
		set(ROW_OF(p->meetings.at[i].program, 0), p->meetings.at[i].other);
		set(ROW_OF(p->meetings.at[i].other, 0), p->meetings.at[i].program);
	}
	for (size_t i = 0; i < p->meetings.count; i++) {
		uint32_t plugin = p->meetings.at[i].program, host = p->meetings.at[i].other;
		for (size_t k = 0; k < words; k++)
			ROW_OF(plugin, 1)[k] |= ROW_OF(host, 0)[k];
	}
#undef ROW_OF
}

static void
number_sets(struct settling *s)
{
	struct program *p = s->p;
	word *bits = mem_alloc(2 * s->words * sizeof *bits), *whole = bits + s->words;
	for (size_t i = 0; i < p->symbols.count; i++) {
		struct program_symbol *d = &p->symbols.at[i];
		memset(whole, 0, s->words * sizeof *whole);
		if (d->unit != PROGRAM_NONE)
			memcpy(whole, BITS(s, d->unit), s->words * sizeof *whole);
		for (uint32_t b = d->first_body; b != PROGRAM_NONE; b = p->bodies.at[b].next) {
			memset(bits, 0, s->words * sizeof *bits);
			for (uint32_t at = p->bodies.at[b].first_unit; at != PROGRAM_NONE; at = p->body_units.at[at].next)
				for (size_t k = 0; k < s->words; k++)
					bits[k] |= BITS(s, p->body_units.at[at].unit)[k];
			p->bodies.at[b].set = set_number(p, bits);
			for (size_t k = 0; k < s->words; k++)
				whole[k] |= bits[k];
		}
		d->set = set_number(p, whole);
	}
	free(bits);
}

/* ---- in a row ---- */

static void
index_units(struct settling *s)
{
	struct program *p = s->p;
	str_id name = intern_text(&p->text, "main");
	struct map groups;
	map_init(&groups);
	for (uint32_t u = 0; u < p->units.count; u++) {
		s->group[u] = map_add(&groups, p->units.at[u].file, u);
		s->first_body[u] = PROGRAM_NONE;
	}
	map_finish(&groups);
	for (uint32_t b = (uint32_t)p->bodies.count; b-- > 0;) {
		uint32_t u = p->body_units.at[p->bodies.at[b].first_unit].unit;
		s->next_body[b] = s->first_body[u];
		s->first_body[u] = b;
	}
	for (size_t i = 0; i < p->symbols.count; i++)
		if (is_main(&p->symbols.at[i], name))
			s->has_main[s->group[p->symbols.at[i].unit]] = 1;
}

void
meeting_settle(struct program *p)
{
	struct arena a;
	size_t units = p->units.count;
	arena_init(&a);
	begin_programs(p);
	struct settling s = {.p = p, .words = (p->programs.count + 63) / 64 + !p->programs.count};
	p->set_words = s.words;
	s.unit_bits = arena_array(&a, word, units * s.words + 1);
	s.group = arena_array(&a, uint32_t, units + 1);
	s.first_body = arena_array(&a, uint32_t, units + 1);
	s.next_body = arena_array(&a, uint32_t, p->bodies.count + 1);
	s.seen = arena_array(&a, unsigned char, p->symbols.count + 1);
	s.has_main = arena_array(&a, unsigned char, units + 1);
	for (size_t i = 0; i < p->members.count; i++)
		set(BITS(&s, p->members.at[i].unit), p->members.at[i].program);
	index_units(&s);
	fill_rows(p);
	for (uint32_t u = 0; u < units; u++)
		p->units.at[u].declared = set_number(p, BITS(&s, u));
	for (uint32_t i = 0; i < p->programs.count; i++)
		if (p->programs.at[i].confidence != CONFIDENCE_EXACT && !is_unknown_kind(p->programs.at[i].kind))
			complete(&s, i);
	settle_rest(&s);
	number_sets(&s);
	vec_finish(&s.queue);
	arena_finish(&a);
}

/* ---- questions ---- */

static bool
intersect(const struct program *p, uint32_t set, size_t row, uint32_t other)
{
	const word *x = p->sets.at + ((size_t)set * 3 + row) * p->set_words, *y = p->sets.at + (size_t)other * 3 * p->set_words;
	for (size_t i = 0; i < p->set_words; i++)
		if (x[i] & y[i])
			return true;
	return false;
}

enum meeting_degree
meeting_of(const struct program *p, uint32_t set, uint32_t other)
{
	return intersect(p, set, 1, other) ? MEETING_ALWAYS : intersect(p, set, 2, other) ? MEETING_BY_TYPE : MEETING_NEVER;
}

bool
meeting_same(const struct program *p, uint32_t set, uint32_t other)
{
	return intersect(p, set, 0, other);
}

bool
meeting_within(const struct program *p, uint32_t set, uint32_t other)
{
	const word *x = p->sets.at + (size_t)set * 3 * p->set_words, *y = p->sets.at + (size_t)other * 3 * p->set_words;
	for (size_t i = 0; i < p->set_words; i++)
		if (x[i] & ~y[i])
			return false;
	return true;
}

bool
meeting_holds(const struct program *p, uint32_t set, uint32_t program)
{
	return test(p->sets.at + (size_t)set * 3 * p->set_words, program);
}
