/* History: the text of a git log → commits. In: bytes, whatever they are. Out: names by commit, renames.
 *
 * Of the three lists git writes, --name-status ("M<tab>file") and --numstat ("3<tab>1<tab>file") cannot be mistaken: where a
 * text has one such line only those name files, and any other line ends a commit. In a log with --name-only every line may
 * be a file; there a blank line, an indented one and one that begins with a hash or "Word:" are none, and end a commit.
 * A message that is taken for a file names one that does not exist. A renamed file keeps its history under the new name. */
#include "signals/history.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "base/path.h"
#include "signals/lines.h"

enum { LONGEST = 4096 }; /* of a name; PATH_MAX of the systems git runs on */

struct reading {
	struct history *h;
	bool marked;   /* --name-status or --numstat */
	size_t begin;  /* of the commit, in h->changed */
	char name[LONGEST], other[LONGEST];
};

static bool
is_status(struct span line, size_t *front)
{
	enum { MOST_PARENTS = 16 };
	size_t letters = line_span(line, "ACDMRTUXB"), digits = line_span(line_behind(line, letters), "0123456789");
	*front = letters + digits + 1;
	return letters && letters <= MOST_PARENTS && digits <= 3 && letters + digits < line.length && line.at[letters + digits] == '\t';
}

static size_t
count_field(struct span line)
{
	size_t n = line_span(line, "0123456789");
	n = n ? n : line_begins(line, "-");
	return n && n < line.length && line.at[n] == '\t' ? n + 1 : 0;
}

static bool
is_numstat(struct span line, size_t *front)
{
	size_t added = count_field(line), deleted = added ? count_field(line_behind(line, added)) : 0;
	*front = added + deleted;
	return deleted != 0;
}

static bool
is_hash(struct span line)
{
	enum { SHORTEST = 7, LONG = 64 };
	if (line_begins(line, "commit"))
		line = line_behind(line, line.length > 6 ? 7 : 6);
	size_t n = line_span(line, "0123456789abcdef");
	return n >= SHORTEST && n <= LONG && (n == line.length || line.at[n] == ' ');
}

/* "Author: …": a line of git's own head of a commit. */
static bool
is_head(struct span line)
{
	size_t n = 0;
	while (n < line.length && (isalpha((unsigned char)line.at[n]) || line.at[n] == '-'))
		n++;
	return n && n < line.length && line.at[n] == ':';
}

/* One character of a quoted name; how many bytes it took. */
static size_t
unquote(struct span in, char *out)
{
	static const char letters[] = "abtnvfr", meant[] = "\a\b\t\n\v\f\r";
	*out = in.at[0];
	if (in.at[0] != '\\' || in.length < 2)
		return 1;
	size_t digits = line_span(line_behind(in, 1), "01234567");
	digits = digits < 3 ? digits : 3;
	if (!digits) {
		const char *letter = in.at[1] ? strchr(letters, in.at[1]) : NULL;
		*out = letter ? meant[letter - letters] : in.at[1];
		return 2;
	}
	unsigned value = 0;
	for (size_t i = 1; i <= digits; i++)
		value = value * 8 + (unsigned)(in.at[i] - '0');
	*out = (char)value;
	return 1 + digits;
}

/* Adds a name as git writes it to `to`, which holds `length` bytes. The new length; 0 when it is too long. */
static size_t
add_plain(struct span in, char *to, size_t length)
{
	bool quoted = in.length >= 2 && in.at[0] == '"' && in.at[in.length - 1] == '"';
	if (quoted)
		in = (struct span){in.at + 1, in.length - 2};
	while (in.length) {
		if (length + 1 >= LONGEST)
			return 0;
		size_t n = quoted ? unquote(in, &to[length]) : 1;
		if (!quoted)
			to[length] = in.at[0];
		/* a{ => b}/c was a//c */
		length += !(to[length] == '/' && length && to[length - 1] == '/');
		in = line_behind(in, n);
	}
	return length;
}

static str_id
enter(struct reading *r, const char *name, size_t length)
{
	return length ? intern_bytes(&r->h->names, name, length) : 0;
}

static str_id
enter_plain(struct reading *r, struct span in)
{
	return enter(r, r->name, add_plain(in, r->name, 0));
}

static void
add_rename(struct reading *r, str_id from, str_id to)
{
	if (to)
		vec_push(&r->h->changed, to);
	if (from && to && from != to)
		vec_push(&r->h->renames, (struct history_rename){from, to});
}

static const char *
find(struct span in, const char *what)
{
	return memmem(in.at, in.length, what, strlen(what));
}

/* Both names of "front{old => new}tail". */
static void
add_braced(struct reading *r, struct span in, const char *open, const char *arrow, const char *close)
{
	struct span front = {in.at, (size_t)(open - in.at)}, tail = {close + 1, (size_t)(in.at + in.length - close - 1)};
	struct span old = {open + 1, (size_t)(arrow - open - 1)}, new = {arrow + 4, (size_t)(close - arrow - 4)};
	size_t n = add_plain(tail, r->name, add_plain(old, r->name, add_plain(front, r->name, 0)));
	size_t m = add_plain(tail, r->other, add_plain(new, r->other, add_plain(front, r->other, 0)));
	add_rename(r, enter(r, r->name, n), enter(r, r->other, m));
}

/* A name of --numstat: "file", "old => new" or "front{old => new}tail". */
static void
add_counted(struct reading *r, struct span in)
{
	const char *arrow = find(in, " => ");
	if (!arrow) {
		add_rename(r, 0, enter_plain(r, in));
		return;
	}
	struct span front = {in.at, (size_t)(arrow - in.at)}, tail = {arrow + 4, in.length - front.length - 4};
	const char *open = memrchr(front.at, '{', front.length), *close = tail.length ? memchr(tail.at, '}', tail.length) : NULL;
	if (open && close) {
		add_braced(r, in, open, arrow, close);
	} else {
		str_id from = enter_plain(r, front);
		add_rename(r, from, enter_plain(r, tail));
	}
}

/* What follows the letter of --name-status; of a rename and a copy that is two names. A copy changes the new one alone. */
static void
add_status(struct reading *r, struct span line, size_t front)
{
	struct span rest = line_behind(line, front), first = line_cut(&rest, '\t');
	str_id from = enter_plain(r, first);
	if (!rest.length)
		add_rename(r, 0, from);
	else
		add_rename(r, line.at[0] == 'R' ? from : 0, enter_plain(r, rest));
}

static void
end_commit(struct reading *r)
{
	if (r->h->changed.count > r->begin)
		vec_push(&r->h->ends, r->h->changed.count);
	r->begin = r->h->changed.count;
}

static void
read_line(struct reading *r, struct span line)
{
	size_t front;
	if (is_status(line, &front))
		add_status(r, line, front);
	else if (is_numstat(line, &front))
		add_counted(r, line_behind(line, front));
	else if (r->marked || !line.length || isspace((unsigned char)line.at[0]) || is_hash(line) || is_head(line))
		end_commit(r);
	else
		add_rename(r, 0, enter_plain(r, line));
}

static bool
has_marks(struct span text)
{
	struct span line;
	size_t front;
	while (line_take(&text, &line))
		if (is_status(line, &front) || is_numstat(line, &front))
			return true;
	return false;
}

void
history_parse(const char *text, size_t size, struct history *out)
{
	struct span rest = {text, size}, line;
	struct reading *r = mem_alloc(sizeof *r);
	*out = (struct history){0};
	intern_init(&out->names);
	r->h = out;
	r->marked = has_marks(rest);
	while (line_take(&rest, &line))
		read_line(r, line);
	end_commit(r);
	free(r);
}

bool
history_load(const char *path, struct history *out, struct diag_queue *diags)
{
	size_t size;
	char *text = path_read(path, 0, &size);
	if (!text) {
		*out = (struct history){0};
		diag_add(diags, DIAG_ERROR, "history", path, 0, 0, "cannot read the history: %s", strerror(errno));
		return false;
	}
	history_parse(text, size, out);
	out->path = path;
	free(text);
	return true;
}

void
history_finish(struct history *h)
{
	intern_finish(&h->names);
	vec_finish(&h->changed);
	vec_finish(&h->ends);
	vec_finish(&h->renames);
}
