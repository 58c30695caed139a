/* splitter rules suggest OUT: rules for database interfaces that no rule declares yet, as a file of rules. In: the facts in
 * OUT.cache. Out: JSON on standard output, each entry with its doubts and the places that speak for it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "advise/sheet.h"
#include "base/path.h"
#include "commands.h"
#include "data/suggest.h"
#include "link/link.h"
#include "splitter/diag.h"
#include "stages.h"

enum { SITES_SHOWN = 20 };

static void
put_position(const char *key, unsigned position)
{
	if (position)
		printf(", \"%s\": %u", key, position);
}

static void
put_comment(const struct suggestion *s)
{
	printf(",\n\t\t\t\"comment\": \"%s: %u of %u calls %s%s%s\"", s->likely ? "likely" : "possible", s->fitting, s->calls,
	       s->is_driver ? "give it SQL" : s->is_use ? "give it a name" : s->store ? "name a part of a store"
	       : s->table ? "with a text there name a table" : "work on the table set before",
	       s->doubt ? "; " : "", s->doubt ? s->doubt : "");
}

static void
put_evidence(const struct suggestion *s, struct arena *a)
{
	fputs(",\n\t\t\t\"evidence\": [", stdout);
	for (size_t i = 0; i < s->site_count && i < SITES_SHOWN; i++) {
		fputs(i ? ",\n\t\t\t\t" : "\n\t\t\t\t", stdout);
		sheet_put_json_text(arena_printf(a, "%s:%u: %s", s->sites[i].file, s->sites[i].line, s->sites[i].text), stdout);
	}
	if (s->site_count > SITES_SHOWN)
		printf(",\n\t\t\t\t\"and %zu more\"", s->site_count - SITES_SHOWN);
	fputs("]}", stdout);
}

static void
put_entry(const struct suggestion *s, struct arena *a)
{
	fputs("\t\t", stdout);
	sheet_put_json_text(s->name, stdout);
	if (s->is_driver)
		printf(": {\"library\": \"sql\", \"text\": %u%s", s->text, s->is_format ? ", \"format\": true" : "");
	else if (s->is_use)
		printf(": {\"use\": true, \"table\": %u", s->table);
	else
		printf(": {\"mode\": \"%s\"", s->mode == SUGGEST_UNKNOWN ? "unknown" : table_mode_word((enum table_mode)s->mode));
	if (s->store) {
		fputs(", \"store\": ", stdout);
		sheet_put_json_text(s->store, stdout);
	}
	if (!s->is_driver && !s->is_use) {
		put_position("table", s->table);
		put_position("keys", s->keys);
		put_position("columns", s->columns);
	}
	put_comment(s);
	put_evidence(s, a);
}

static void
put_section(const struct suggestions *all, const char *name, bool drivers, struct arena *a)
{
	const char *before = "\n";
	printf(",\n\t\"%s\": {", name);
	for (size_t i = 0; i < all->list.count; i++) {
		if (all->list.at[i].is_driver != drivers)
			continue;
		fputs(before, stdout);
		put_entry(&all->list.at[i], a);
		before = ",\n";
	}
	fputs("\n\t}", stdout);
}

static void
print(const struct suggestions *all, struct arena *a)
{
	fputs("{\n\t\"comment\": \"Proposed by splitter rules suggest. Read each entry, keep what is right, say the mode where it is "
	      "unknown; then give this file to --rules.\"", stdout);
	put_section(all, "drivers", true, a);
	put_section(all, "tables", false, a);
	fputs("\n}\n", stdout);
}

/* ---- from OUT to the proposals ---- */

static bool
has_facts(struct run *r)
{
	if (path_is_file(path_join(&r->arena, r->cache, "index.facts")))
		return true;
	if (path_is_file(path_join(&r->arena, r->out, "splitter.db")))
		diag_add(&r->diags, DIAG_ERROR, "no-facts", r->cache, 0, 0,
		         "the facts behind %s are gone; run `splitter analyze DIR -o %s` again, or name their folder by --cache", r->out, r->out);
	else
		diag_add(&r->diags, DIAG_ERROR, "no-result", r->out, 0, 0, "no result of splitter; run `splitter analyze DIR -o %s` first", r->out);
	return false;
}

static void
suggest_from(struct run *r, struct program *p, const struct rules *rules)
{
	struct rows rows;
	struct suggestions all = {0};
	rows_init(&rows);
	link_number(p);
	link_rows(p, rules, &rows);
	data_suggest(p, rules, &rows, &all);
	print(&all, &r->arena);
	if (!r->options->quiet && !all.list.count)
		fprintf(stderr, "splitter: nothing to propose: no function or member is given names of known tables in vain\n");
	suggestions_finish(&all);
	rows_finish(&rows);
}

static int
suggest(struct run *r)
{
	struct rules rules;
	struct program p;
	if (!has_facts(r) || !run_rules(r, &rules))
		return EXIT_FAILED;
	program_init(&p);
	bool ok = link_load(r->cache, &p, &r->diags);
	if (ok)
		suggest_from(r, &p, &rules);
	program_finish(&p);
	rules_finish(&rules);
	return ok ? EXIT_OK : EXIT_FAILED;
}

int
cmd_rules(const struct options *o)
{
	const char *word = o->words.count ? o->words.at[0] : NULL;
	if (word && strcmp(word, "suggest") != 0) {
		fprintf(stderr, "splitter: rules can only suggest, not \"%s\"; see splitter rules --help\n", word);
		return EXIT_USAGE;
	}
	if (o->words.count != 2) {
		fprintf(stderr, "splitter: rules wants suggest and one OUT; see splitter rules --help\n");
		return EXIT_USAGE;
	}
	struct run r;
	int status = run_init(&r, o, NULL, o->words.at[1]) ? suggest(&r) : EXIT_FAILED;
	run_finish(&r);
	return status;
}
