/* Constraints: over random programs and random decisions, every decision that is not reported holds, decisions that can
 * hold are not reported, every table has one owner, and rows in another order give the same answer.
 *
 * usage: test_constraints [ROUNDS]. Stands in for the store with arrays. */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "check.h"
#include "cluster/cluster.h"

enum { FILES = 6, TEAMS_MOST = 4, MEMBERS_MOST = 64 };

static uint64_t seed;

static uint32_t
dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % sides;
}

/* ---- the program ---- */

struct evidence {
	VEC(struct row_function) functions;
	VEC(struct row_global) globals;
	VEC(struct row_table) tables;
	VEC(struct row_call) calls;
	VEC(struct row_table_access) accesses;
	VEC(struct row_global_access) touches;
	VEC(struct row_key) keys;
};

struct member {
	enum member_kind kind;
	int64_t row;
	uint32_t team;
	bool usable; /* may be put into a service */
	bool own;    /* a function of the program itself */
	const struct member *owner; /* of a static local, NULL */
	char key[32], file[16], name[48];
};

static struct arena texts;
static struct member members[MEMBERS_MOST];
static uint32_t member_count;

static struct member *
add_member(enum member_kind kind, uint32_t team)
{
	static const char *const prefix[] = {[MEMBER_FUNCTION] = "function", [MEMBER_GLOBAL] = "global", [MEMBER_TABLE] = "table"};
	struct member *m = &members[member_count++];
	*m = (struct member){.kind = kind, .row = member_count, .team = team, .usable = true};
	char file[16], key[32];
	snprintf(file, sizeof file, "d%u/%u.c", dice(FILES) % 2, dice(FILES) % 10);
	if (kind == MEMBER_TABLE)
		snprintf(key, sizeof key, "t%u", member_count);
	else
		snprintf(key, sizeof key, "%s:%c%u", file, kind == MEMBER_FUNCTION ? 'f' : 'g', member_count);
	snprintf(m->name, sizeof m->name, "%s:%s", prefix[kind], key);
	memcpy(m->file, file, sizeof file);
	memcpy(m->key, key, sizeof key);
	return m;
}

static void
put_function(struct evidence *e, struct member *m)
{
	uint32_t origin = dice(20);
	m->usable = origin != 0;
	m->own = origin > 1;
	vec_push(&e->functions, (struct row_function){
		.id = m->row, .key = m->key, .name = strchr(m->key, ':') + 1, .file = m->file, .line = m->row, .stateless = dice(3) == 0,
		.is_static = dice(2), .origin = origin == 0 ? ORIGIN_TEST : origin == 1 ? ORIGIN_VENDORED : ORIGIN_OWN, .dead = dice(15) == 0});
}

static void
put_uses(struct evidence *e, const struct member *functions, uint32_t count)
{
	for (uint32_t i = 0; i < member_count; i++) {
		struct member *m = &members[i];
		for (uint32_t k = dice(4); k-- > 0 && count;) {
			const struct member *f = &functions[dice(count)];
			if (dice(4) && f->team != m->team)
				continue;
			if (m->kind == MEMBER_FUNCTION)
				vec_push(&e->calls, (struct row_call){.site = (int64_t)e->calls.count + 1, .caller = m->row, .callee = f->row,
				                                      .kind = CALL_DIRECT, .file = "x.c", .line = 1, .weight = 1});
			else if (m->kind == MEMBER_TABLE)
				vec_push(&e->accesses, (struct row_table_access){.function = f->row, .store = "sql", .table_name = m->key,
				                                                 .mode = dice(2) ? TABLE_READ : TABLE_UPDATE, .file = "x.c", .line = 1});
			else
				vec_push(&e->touches, (struct row_global_access){.function = f->row, .global = m->row, .file = "x.c", .line = 1,
				                                                 .mode = dice(2) ? ACCESS_READ : ACCESS_WRITE, .confidence = CONFIDENCE_EXACT});
		}
	}
}

/* Globals of a file whose functions are none of the program's own are none of it either. */
static bool
in_foreign_file(const struct member *global, uint32_t functions)
{
	bool any = false;
	for (uint32_t i = 0; i < functions; i++) {
		bool here = !strcmp(members[i].file, global->file);
		if (here && members[i].own)
			return false;
		any |= here;
	}
	return any;
}

static void
make_program(struct evidence *e, uint32_t teams)
{
	*e = (struct evidence){0};
	member_count = 0;
	uint32_t functions = 3 + dice(35), globals = dice(8), tables = dice(9);
	for (uint32_t i = 0; i < functions; i++)
		put_function(e, add_member(MEMBER_FUNCTION, dice(teams)));
	for (uint32_t i = 0; i < globals; i++) {
		struct member *m = add_member(MEMBER_GLOBAL, dice(teams)), *owner = &members[dice(functions)];
		bool local = dice(3) == 0;
		m->owner = local ? owner : NULL;
		m->usable = local ? owner->usable : !in_foreign_file(m, functions);
		vec_push(&e->globals, (struct row_global){.id = m->row, .key = m->key, .name = strchr(m->key, ':') + 1, .file = m->file, .line = 1,
		                                          .is_const = dice(4) == 0, .is_static = local, .function = local ? owner->row : 0});
	}
	for (uint32_t i = 0; i < tables; i++) {
		struct member *m = add_member(MEMBER_TABLE, dice(teams));
		m->usable = dice(10) != 0;
		vec_push(&e->tables, (struct row_table){.id = m->row, .name = m->key, .store = "sql", .file = "s.sql", .line = 1, .temporary = !m->usable});
		if (i && dice(4) == 0)
			vec_push(&e->keys, (struct row_key){.table_name = m->key, .kind = KEY_FOREIGN, .ref_table = (m - 1)->key});
	}
	put_uses(e, members, functions);
}

#define TURN(list) \
	for (size_t low = 0, high = (list)->count; high > low + 1; low++) { \
		char swap[sizeof *(list)->at]; \
		memcpy(swap, &(list)->at[low], sizeof swap); \
		(list)->at[low] = (list)->at[--high]; \
		memcpy(&(list)->at[high], swap, sizeof swap); \
	}

/* The same program with other ids, in another order. */
static void
turn_program(struct evidence *e)
{
	for (uint32_t i = 0; i < member_count; i++)
		members[i].row = 1000 - members[i].row;
	for (size_t i = 0; i < e->functions.count; i++)
		e->functions.at[i].id = 1000 - e->functions.at[i].id;
	for (size_t i = 0; i < e->globals.count; i++) {
		e->globals.at[i].id = 1000 - e->globals.at[i].id;
		e->globals.at[i].function = e->globals.at[i].function ? 1000 - e->globals.at[i].function : 0;
	}
	for (size_t i = 0; i < e->tables.count; i++)
		e->tables.at[i].id = 1000 - e->tables.at[i].id;
	for (size_t i = 0; i < e->calls.count; i++) {
		e->calls.at[i].caller = 1000 - e->calls.at[i].caller;
		e->calls.at[i].callee = 1000 - e->calls.at[i].callee;
	}
	for (size_t i = 0; i < e->accesses.count; i++)
		e->accesses.at[i].function = 1000 - e->accesses.at[i].function;
	for (size_t i = 0; i < e->touches.count; i++) {
		e->touches.at[i].function = 1000 - e->touches.at[i].function;
		e->touches.at[i].global = 1000 - e->touches.at[i].global;
	}
	TURN(&e->functions)
	TURN(&e->globals)
	TURN(&e->tables)
	TURN(&e->calls)
	TURN(&e->accesses)
	TURN(&e->touches)
	TURN(&e->keys)
}

static void
drop_program(struct evidence *e)
{
	vec_finish(&e->functions);
	vec_finish(&e->globals);
	vec_finish(&e->tables);
	vec_finish(&e->calls);
	vec_finish(&e->accesses);
	vec_finish(&e->touches);
	vec_finish(&e->keys);
}

#define EACH(list) \
	do { \
		for (size_t i = 0; i < (list)->count; i++) \
			if (!f(arg, &(list)->at[i])) \
				break; \
	} while (0)

bool
evidence_each(struct evidence *e, enum row_kind kind, evidence_row_f *f, void *arg)
{
	if (kind == ROW_CALL_KIND)
		EACH(&e->calls);
	else if (kind == ROW_TABLE_ACCESS_KIND)
		EACH(&e->accesses);
	else if (kind == ROW_GLOBAL_ACCESS_KIND)
		EACH(&e->touches);
	else if (kind == ROW_KEY_KIND)
		EACH(&e->keys);
	return true;
}

void *
store_rows(struct evidence *e, enum row_kind kind, struct arena *keep, size_t *count)
{
	*count = kind == ROW_FUNCTION_KIND ? e->functions.count : kind == ROW_GLOBAL_KIND ? e->globals.count : e->tables.count;
	if (!*count)
		return arena_alloc(keep, 1);
	if (kind == ROW_FUNCTION_KIND)
		return arena_copy(keep, e->functions.at, *count * sizeof *e->functions.at);
	if (kind == ROW_GLOBAL_KIND)
		return arena_copy(keep, e->globals.at, *count * sizeof *e->globals.at);
	return arena_copy(keep, e->tables.at, *count * sizeof *e->tables.at);
}

/* ---- decisions ---- */

static const char *
any_key(bool wild)
{
	struct member *m = &members[dice(member_count)];
	while (!wild && !m->usable)
		m = &members[dice(member_count)];
	if (!wild || dice(4))
		return m->name;
	if (dice(10) == 0)
		return "function:gone.c:gone";
	return dice(2) ? arena_printf(&texts, "file:%s", m->file) : arena_printf(&texts, "%.*s*", (int)strlen(m->name) - 1, m->name);
}

/* A key of a usable member of the team, NULL when the dice do not find one. */
static const char *
key_of_team(uint32_t team)
{
	for (int k = 0; k < 30; k++) {
		struct member *m = &members[dice(member_count)];
		if (m->usable && m->team == team)
			return m->name;
	}
	return NULL;
}

/* Decisions that all agree with the teams. */
static void
write_agreeing(FILE *out, uint32_t teams)
{
	const char *key;
	fputs("{\"services\": {", out);
	for (uint32_t t = 0, first = 1; t < teams; t++)
		if (dice(2) && (key = key_of_team(t))) {
			fprintf(out, "%s\n\"s%u\": [\"%s\"]", first ? "" : ",", t, key);
			first = 0;
		}
	fputs("},\n\"keep_together\": [", out);
	for (uint32_t i = dice(3), first = 1; i-- > 0;) {
		uint32_t team = dice(teams);
		const char *a = key_of_team(team), *b = key_of_team(team);
		if (a && b) {
			fprintf(out, "%s\n[\"%s\", \"%s\"]", first ? "" : ",", a, b);
			first = 0;
		}
	}
	fputs("],\n\"keep_apart\": [", out);
	for (uint32_t i = dice(3), first = 1; i-- > 0;) {
		uint32_t team = dice(teams);
		const char *a = key_of_team(team), *b = key_of_team(team), *c = key_of_team((team + 1) % teams);
		if (a && b && c) {
			fprintf(out, "%s\n[[\"%s\", \"%s\"], \"%s\"]", first ? "" : ",", a, b, c);
			first = 0;
		}
	}
	fputs("]}", out);
}

static void
write_any(FILE *out)
{
	fputs("{\"services\": {", out);
	for (uint32_t i = 0, n = dice(4); i < n; i++)
		fprintf(out, "%s\"s%u\": [\n\"%s\",\n\"%s\"]", i ? "," : "", i, any_key(true), any_key(true));
	fputs("}", out);
	if (dice(3) == 0)
		fprintf(out, ",\n\"shared\": [\n\"%s\"]", any_key(true));
	fputs(",\n\"keep_together\": [", out);
	for (uint32_t i = 0, n = dice(3); i < n; i++)
		fprintf(out, "%s\n[\"%s\", \"%s\"]", i ? "," : "", any_key(true), any_key(true));
	fputs("],\n\"keep_apart\": [", out);
	for (uint32_t i = 0, n = dice(3); i < n; i++)
		fprintf(out, "%s\n[[\"%s\", \"%s\"], \"%s\"]", i ? "," : "", any_key(true), any_key(true), any_key(true));
	fputs("]", out);
	if (dice(4) == 0)
		fprintf(out, ",\n\"services_count\": %u", 1 + dice(5));
	if (dice(4) == 0)
		fprintf(out, ",\n\"ignored\": [\"%s\"]", members[dice(member_count)].file);
	fputs("}", out);
}

/* ---- what must hold ---- */

struct verdict {
	struct clustering found;
	struct decisions decisions;
	struct diag_queue diags;
};

static bool
reported(const struct verdict *v, unsigned line)
{
	for (size_t i = 0; i < v->diags.count; i++)
		if (v->diags.list[i].line == line)
			return true;
	return false;
}

static uint32_t
service_of(const struct clustering *c, const struct member *m)
{
	uint32_t found = 0, times = 0;
	for (size_t i = 0; i < c->member_count; i++)
		if (c->members[i].kind == m->kind && c->members[i].row == m->row) {
			found = c->members[i].service;
			times++;
		}
	CHECK(times == 1);
	return found;
}

static bool
is_of(const char *key, const struct member *m)
{
	if (!strncmp(key, "file:", 5))
		return m->kind != MEMBER_TABLE && !fnmatch(key + 5, m->file, 0);
	return !fnmatch(key, m->name, 0);
}

static bool
is_usable(const struct verdict *v, const struct member *m)
{
	for (size_t i = 0; i < v->decisions.ignored_count; i++)
		if (m->kind != MEMBER_TABLE && !fnmatch(v->decisions.ignored[i].glob, m->file, 0))
			return false;
	return m->usable && (!m->owner || is_usable(v, m->owner));
}

static int
rank(const char *key)
{
	return !strncmp(key, "file:", 5) ? 0 : strchr(key, '*') ? 1 : 2;
}

static bool
pinned_more_closely(const struct verdict *v, const struct member *m, const char *key)
{
	for (size_t i = 0; i < v->decisions.pin_count; i++)
		if (rank(v->decisions.pins[i].key) > rank(key) && is_of(v->decisions.pins[i].key, m))
			return true;
	return false;
}

static void
check_pins(const struct verdict *v)
{
	for (size_t i = 0; i < v->decisions.pin_count; i++) {
		const struct decision_pin *p = &v->decisions.pins[i];
		for (uint32_t k = 0; !reported(v, p->line) && k < member_count; k++) {
			struct member *m = &members[k];
			if (!is_of(p->key, m) || !is_usable(v, m) || pinned_more_closely(v, m, p->key))
				continue;
			uint32_t s = service_of(&v->found, m);
			CHECK(s && !strcmp(v->found.services[s - 1].name, p->service));
		}
	}
}

static void
check_group(const struct verdict *v, const struct decision_group *g, bool apart)
{
	if (reported(v, g->line))
		return;
	for (size_t i = 0; i < g->count * g->count; i++) {
		size_t x = i / g->count, y = i % g->count;
		if (apart && g->sides[x] == g->sides[y])
			continue;
		for (uint32_t k = 0; k < member_count; k++)
			for (uint32_t n = 0; n < member_count; n++)
				if (is_of(g->keys[x].key, &members[k]) && is_of(g->keys[y].key, &members[n]) && is_usable(v, &members[k]) &&
				    is_usable(v, &members[n])) {
					uint32_t a = service_of(&v->found, &members[k]), b = service_of(&v->found, &members[n]);
					CHECK(a && b && (a == b) != apart);
					if (!a || !b || (a == b) == apart)
						fprintf(stderr, "line %u: %s in %u, %s in %u\n", g->line, members[k].name, a, members[n].name, b);
				}
	}
}

static void
check_all(const struct verdict *v)
{
	check_pins(v);
	for (size_t i = 0; i < v->decisions.together_count; i++)
		check_group(v, &v->decisions.together[i], false);
	for (size_t i = 0; i < v->decisions.apart_count; i++)
		check_group(v, &v->decisions.apart[i], true);
	for (uint32_t k = 0; k < member_count; k++)
		if (members[k].kind == MEMBER_TABLE)
			CHECK(!members[k].usable || !v->found.service_count || service_of(&v->found, &members[k]));
	size_t *sizes = calloc(v->found.service_count + 1, sizeof *sizes);
	for (size_t i = 0; i < v->found.member_count; i++)
		sizes[v->found.members[i].service]++;
	for (size_t i = 1; i <= v->found.service_count; i++)
		CHECK(sizes[i]);
	free(sizes);
	for (size_t i = 0; i < v->diags.count; i++)
		CHECK(strcmp(v->diags.list[i].id, "decision-broken"));
}

static void
judge(struct evidence *e, const char *text, struct verdict *v)
{
	static const struct rules rules;
	struct cluster_options options = {0};
	diag_init(&v->diags);
	CHECK(decisions_parse(text, strlen(text), "splitter.json", &v->decisions, &v->diags) && !v->diags.count);
	CHECK(cluster_all(e, &rules, &v->decisions, &options, &v->found, &v->diags));
}

static void
forget(struct verdict *v)
{
	cluster_finish(&v->found);
	decisions_finish(&v->decisions);
	diag_finish(&v->diags);
}

static void
check_same(const struct verdict *a, const struct verdict *b, const uint32_t *services)
{
	CHECK(a->diags.count == b->diags.count && a->found.service_count == b->found.service_count);
	for (uint32_t i = 0; i < member_count; i++) {
		uint32_t s = service_of(&b->found, &members[i]);
		CHECK(s == services[i] && (!s || !strcmp(a->found.services[s - 1].name, b->found.services[s - 1].name)));
	}
}

static void
test_round(void)
{
	struct evidence e;
	struct verdict a, b;
	uint32_t teams = 2 + dice(TEAMS_MOST - 1), services[MEMBERS_MOST];
	bool agree = dice(2);
	make_program(&e, teams);
	char text[8192];
	FILE *out = fmemopen(text, sizeof text, "w");
	if (agree)
		write_agreeing(out, teams);
	else
		write_any(out);
	fclose(out);
	judge(&e, text, &a);
	check_all(&a);
	CHECK(!agree || !a.diags.count);
	for (uint32_t i = 0; i < member_count; i++)
		services[i] = service_of(&a.found, &members[i]);
	turn_program(&e);
	judge(&e, text, &b);
	check_same(&a, &b, services);
	if (check_failed) {
		fprintf(stderr, "%s\n", text);
		for (size_t i = 0; i < a.diags.count; i++)
			fprintf(stderr, "%u: %s\n", a.diags.list[i].line, a.diags.list[i].text);
	}
	forget(&a);
	forget(&b);
	drop_program(&e);
}

int
main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
	arena_init(&texts);
	for (uint64_t round = 1; round <= rounds && !check_failed; round++) {
		seed = round * 0x9e3779b97f4a7c15u;
		struct arena_mark mark = arena_mark(&texts);
		test_round();
		arena_pop(&texts, mark);
		if (check_failed)
			fprintf(stderr, "in round %llu\n", (unsigned long long)round);
	}
	arena_finish(&texts);
	return check_end();
}
