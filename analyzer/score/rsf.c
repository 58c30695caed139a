/* RSF: `contain CLUSTER MEMBER` lines → a partition. In: a file nobody vouches for. Out: clusters by member.
 *
 * A line that cannot be read is counted and left out, never an error: partitions come from many tools. */
#include <string.h>

#include "base/intern.h"
#include "base/text.h"
#include "score.h"

enum { LINE_MOST = 1 << 16 };

struct line {
	char text[LINE_MOST];
	size_t length;
	bool bad; /* too long, or a NUL byte in it */
};

struct name_row { const char *name; uint32_t member; };

struct reader {
	struct score_program *p;
	struct score_partition *out;
	struct score_reading *reading;
	struct intern clusters;
	struct name_row *by_name; /* functions, sorted by name */
};

/* False at the end of the file. */
static bool
read_line(FILE *in, struct line *l)
{
	int c;
	l->length = 0;
	l->bad = false;
	while ((c = getc(in)) != EOF && c != '\n') {
		if (c == 0 || l->length + 1 == LINE_MOST)
			l->bad = true;
		else if (!l->bad)
			l->text[l->length++] = (char)c;
	}
	while (l->length && strchr(" \t\r", l->text[l->length - 1]))
		l->length--;
	l->text[l->length] = 0;
	return c != EOF || l->length || l->bad;
}

/* The next word, its quotes taken off, cut off with a NUL; NULL when there is none. */
static char *
next_word(char **at)
{
	char *begin = *at + strspn(*at, " \t");
	bool quoted = *begin == '"' && strchr(begin + 1, '"');
	char *end = quoted ? strchr(++begin, '"') : begin + strcspn(begin, " \t");
	if (end == begin)
		return NULL;
	*at = *end ? end + 1 : end;
	*end = 0;
	return begin;
}

/* The rest of the line, its quotes taken off. */
static char *
rest(char *at)
{
	char *begin = at + strspn(at, " \t");
	size_t n = strlen(begin);
	if (n > 1 && *begin == '"' && begin[n - 1] == '"') {
		begin[n - 1] = 0;
		begin++;
	}
	return begin;
}

static int
compare_names(const void *a, const void *b)
{
	const struct name_row *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : (x->member > y->member) - (x->member < y->member);
}

static void
sort_names(struct reader *r)
{
	r->by_name = arena_array(&r->p->arena, struct name_row, (size_t)r->p->functions + 1);
	for (uint32_t i = 0; i < r->p->functions; i++)
		r->by_name[i] = (struct name_row){r->p->members[i].name, i};
	qsort(r->by_name, r->p->functions, sizeof *r->by_name, compare_names);
}

/* The only one of that name among functions; `several` is set when there are more. */
static uint32_t
function_of_name(const struct reader *r, const char *name, bool *several)
{
	uint32_t low = 0, high = r->p->functions;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (strcmp(r->by_name[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == r->p->functions || strcmp(r->by_name[low].name, name) != 0)
		return SCORE_NONE;
	*several = low + 1 < r->p->functions && !strcmp(r->by_name[low + 1].name, name);
	return *several ? SCORE_NONE : r->by_name[low].member;
}

/* The only one with that key among the members from … to. */
static uint32_t
member_of_key(const struct reader *r, uint32_t from, uint32_t to, const char *key, bool *several)
{
	const struct score_member *m = r->p->members;
	uint32_t low = from, high = to;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (strcmp(m[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == to || strcmp(m[low].key, key) != 0)
		return SCORE_NONE;
	*several = low + 1 < to && !strcmp(m[low + 1].key, key);
	return *several ? SCORE_NONE : low;
}

static uint32_t
find_member(const struct reader *r, const char *word, bool *several)
{
	static const char table[] = "table:", function[] = "function:";
	if (text_begins(word, table))
		return member_of_key(r, r->p->functions, r->p->count, word + sizeof table - 1, several);
	const char *key = text_begins(word, function) ? word + sizeof function - 1 : word;
	uint32_t found = member_of_key(r, 0, r->p->functions, key, several);
	return found != SCORE_NONE || *several ? found : function_of_name(r, key, several);
}

static void
count_missing(struct reader *r, const char *word, bool several)
{
	struct score_reading *n = r->reading;
	const char **first = several ? &n->first_ambiguous : &n->first_unknown;
	*(several ? &n->ambiguous : &n->unknown) += 1;
	if (!*first)
		*first = arena_strdup(&r->p->arena, word);
}

static void
take_line(struct reader *r, struct line *l)
{
	char *at = l->text, *verb = next_word(&at), *cluster = verb ? next_word(&at) : NULL, *member = rest(at);
	if (!l->bad && (!verb || *verb == '#'))
		return;
	if (l->bad || !cluster || !*member || strcmp(verb, "contain") != 0) {
		r->reading->unreadable++;
		return;
	}
	bool several = false;
	uint32_t i = find_member(r, member, &several);
	if (i == SCORE_NONE) {
		count_missing(r, member, several);
		return;
	}
	bool again = r->out->cluster[i] != SCORE_NONE;
	r->reading->repeated += again;
	r->reading->taken += !again;
	r->out->cluster[i] = intern_text(&r->clusters, cluster);
}

void
score_read_rsf(struct score_program *p, FILE *in, struct score_partition *out, struct score_reading *reading)
{
	struct reader r = {.p = p, .out = out, .reading = reading};
	struct line *line = mem_alloc(sizeof *line);
	*reading = (struct score_reading){0};
	intern_init(&r.clusters);
	sort_names(&r);
	while (read_line(in, line))
		take_line(&r, line);
	intern_finish(&r.clusters);
	free(line);
}
