/* Rules of a makefile → targets. In: the makefile as read; out: a target for each rule that links: its recipe holds
 * a command that does, or makes its target of objects. */
#include <string.h>

#include "base/path.h"
#include "compdb/hints.h"
#include "compdb/link_command.h"

enum { COMMANDS_MAX = 64 };

struct rules {
	struct hints *h;
	struct makefile *m;
	struct intern phony, made;
	struct map target_of; /* name in `made` → number of the target */
};

static bool
is_phony(struct rules *r, const char *name)
{
	static const char *const usual[] = {"all", "clean", "install", "distclean", "depend", "check", "test", "dist", "FORCE"};
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		if (!strcmp(name, usual[i]))
			return true;
	uint32_t before = r->phony.count;
	return *name == '.' || strchr(name, '%') || intern_text(&r->phony, name) < before;
}

static void
split_blanks(struct arena *a, const char *text, word_list *out)
{
	for (const char *p = text; *(p += strspn(p, " \t\n"));) {
		size_t n = strcspn(p, " \t\n");
		vec_push(out, arena_strndup(a, p, n));
		p += n;
	}
}

static void
note_phony(struct rules *r)
{
	for (size_t i = 0; i < r->m->rules.count; i++) {
		word_list words = {0};
		if (strcmp(r->m->rules.at[i].targets, ".PHONY"))
			continue;
		split_blanks(&r->m->arena, make_expand(r->m, r->m->rules.at[i].inputs), &words);
		for (size_t k = 0; k < words.count; k++)
			intern_text(&r->phony, words.at[k]);
		vec_finish(&words);
	}
}

/* The number of the target made under the name, MAP_NONE. */
static uint32_t
made_as(struct rules *r, const char *name)
{
	return map_get(&r->target_of, intern_text(&r->made, name));
}

/* A rule in an included file is the same for many: then the makefile's own variable that names the target. */
static struct make_place
place_of(struct rules *r, const char *name, struct make_place of_rule)
{
	if (!strcmp(of_rule.file, r->m->file))
		return of_rule;
	for (size_t i = 0; i < r->m->variables.count; i++) {
		const struct make_variable *v = &r->m->variables.at[i];
		if (!strcmp(v->place.file, r->m->file) && !strcmp(v->value, name))
			return v->place;
	}
	return (struct make_place){r->m->file, 1};
}

/* The target made under the name, one a makefile. */
static struct target *
target_named(struct rules *r, enum target_kind kind, const char *name, struct make_place place)
{
	uint32_t had = made_as(r, name);
	if (had != MAP_NONE)
		return &r->h->targets.at[had];
	struct target *t = hints_target(r->h, kind, r->m->folder, name, place_of(r, name, place));
	map_put(&r->target_of, intern_text(&r->made, name), (uint32_t)(t - r->h->targets.at));
	return t;
}

/* One command of a recipe; true when it links. */
static bool
take_command(struct rules *r, const struct make_rule *rule, const char *text)
{
	word_list words = {0};
	struct link_command c = {0};
	text += strspn(text, " \t@-+(");
	if (!words_split(&r->m->arena, text, &words)) {
		words.count = 0;
		split_blanks(&r->m->arena, text, &words);
	}
	bool links = link_command_read(&words, &c);
	if (links) {
		struct target *t = target_named(r, c.kind, c.output, rule->place);
		t->is_guessed = t->is_guessed || rule->is_guessed;
		for (size_t i = 0; i < c.inputs.count; i++)
			hints_input(r->h, t, r->m->folder, c.inputs.at[i]);
	}
	link_command_finish(&c);
	vec_finish(&words);
	return links;
}

/* A recipe's line may hold several commands. */
static bool
take_commands(struct rules *r, const struct make_rule *rule, char *line)
{
	bool links = false;
	for (unsigned n = 0; *line && n < COMMANDS_MAX; n++) {
		size_t length = strcspn(line, ";&|\n");
		char end = line[length];
		line[length] = '\0';
		links = take_command(r, rule, line) || links;
		line += length + (end != '\0');
	}
	return links;
}

static bool
is_object(const char *word)
{
	const char *suffix = path_suffix(word);
	return !strcmp(suffix, "o") || !strcmp(suffix, "lo") || !strcmp(suffix, "obj");
}

/* A rule without recipe: make links NAME of NAME.o and whatever else the rule names. */
static void
take_implicit(struct rules *r, const struct make_rule *rule, const char *target, const word_list *inputs)
{
	bool has_own = false;
	for (size_t i = 0; i < inputs->count; i++) {
		size_t n = strlen(target);
		has_own = has_own || (is_object(inputs->at[i]) && !strncmp(inputs->at[i], target, n) && inputs->at[i][n] == '.');
	}
	if (!has_own)
		return;
	struct target *t = target_named(r, TARGET_PROGRAM, target, rule->place);
	for (size_t i = 0; i < inputs->count; i++)
		hints_input(r->h, t, r->m->folder, inputs->at[i]);
}

static bool
makes_no_product(const char *name)
{
	static const char *const suffixes[] = {"o", "lo", "obj", "c", "h", "d", "y", "l", "xo", "html", "txt", "1", "3", "8"};
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (!strcmp(path_suffix(name), suffixes[i]))
			return true;
	return false;
}

static bool
take_recipe(struct rules *r, const struct make_rule *rule, const char *target, const char *inputs)
{
	struct makefile *m = r->m;
	const struct make_place nowhere = {"", 0};
	bool links = false;
	make_set(m, "@", target, true, false, nowhere);
	make_set(m, "^", inputs, true, false, nowhere);
	make_set(m, "+", inputs, true, false, nowhere);
	make_set(m, "?", inputs, true, false, nowhere);
	make_set(m, "<", arena_strndup(&m->arena, inputs, strcspn(inputs, " \t")), true, false, nowhere);
	for (size_t i = 0; i < rule->line_count; i++)
		links = take_commands(r, rule, arena_strdup(&m->arena, make_expand(m, m->recipes.at[rule->first_line + i]))) || links;
	return links;
}

/* What a rule without recipe adds to a target of another rule: `prog: more.o`. */
static void
add_inputs(struct rules *r, const char *target, const word_list *inputs)
{
	uint32_t at = made_as(r, target);
	if (at == MAP_NONE)
		return;
	for (size_t i = 0; i < inputs->count; i++)
		if (is_object(inputs->at[i]) || !strcmp(path_suffix(inputs->at[i]), "a") || strstr(inputs->at[i], ".so"))
			hints_input(r->h, &r->h->targets.at[at], r->m->folder, inputs->at[i]);
}

static void
take_rule(struct rules *r, const struct make_rule *rule, bool with_recipe)
{
	struct makefile *m = r->m;
	word_list targets = {0}, inputs = {0};
	const char *text = make_expand(m, rule->inputs);
	split_blanks(&m->arena, make_expand(m, rule->targets), &targets);
	split_blanks(&m->arena, text, &inputs);
	/* several names of one thing: which one is meant could not be decided; the last is the most special */
	const char *name = targets.count ? vec_last(&targets) : "";
	if (targets.count && !is_phony(r, name) && !makes_no_product(name)) {
		if (with_recipe)
			take_recipe(r, rule, name, text);
		else if (made_as(r, name) == MAP_NONE)
			take_implicit(r, rule, name, &inputs);
		else
			add_inputs(r, name, &inputs);
	}
	vec_finish(&targets);
	vec_finish(&inputs);
}

/* Rules with recipes first: those without only add to them. */
static void
take_rules(struct rules *r)
{
	for (int with_recipe = 1; with_recipe >= 0; with_recipe--)
		for (size_t i = 0; i < r->m->rules.count; i++)
			if ((r->m->rules.at[i].line_count > 0) == with_recipe)
				take_rule(r, &r->m->rules.at[i], with_recipe);
}

/* A makefile's flags are for its targets, and for what lies beside it. */
static void
take_flags(struct rules *r, size_t first)
{
	static const char *const names[] = {"CPPFLAGS", "CFLAGS", "DEFS", "DEFINES", "INCLUDES"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		for (size_t t = first; t < r->h->targets.count; t++)
			make_flags(r->h, r->m, t + 1, names[i]);
		make_flags(r->h, r->m, 0, names[i]);
	}
}

void
make_links(struct hints *h, const char *file)
{
	struct makefile m;
	struct rules r = {.h = h, .m = &m};
	size_t first = h->targets.count;
	makefile_read(&m, &h->files, file);
	intern_init(&r.phony);
	intern_init(&r.made);
	map_init(&r.target_of);
	if (!strcmp(path_suffix(file), "am")) {
		automake_targets(h, &m);
	} else {
		note_phony(&r);
		take_rules(&r);
		take_flags(&r, first);
	}
	h->work += m.work;
	intern_finish(&r.phony);
	intern_finish(&r.made);
	map_finish(&r.target_of);
	makefile_finish(&m);
}
