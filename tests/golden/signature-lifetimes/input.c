/* Lifetimes: whose object ends, moves or is kept by a call. */
#include <stdlib.h>
#include <string.h>

struct text { char *chars; size_t used, room; int holders; };
static struct text *current;
static struct text *shelf[4];

/* moved: the result takes the place of what was given */
char *grown(char *s, size_t n) { return realloc(s, n); }
char *grown_and_filled(char *s, size_t n) { s = realloc(s, n); s[n - 1] = 0; return s; }
char *grown_if_full(char *s, size_t *room, size_t used, char c) {
	if (used + 1 >= *room) {
		*room += 16;
		s = realloc(s, *room);
	}
	s[used] = c;
	return s;
}
char *grown_by_callee(char *s, size_t n) { return grown(s, n + 1); }

/* ended */
void text_free(struct text *t) { free(t->chars); free(t); }
void text_free_if_there(struct text *t) { if (!t) return; free(t->chars); free(t); }
void text_release(struct text *t) { if (--t->holders == 0) text_free(t); }
void ended_at_end(struct text *t) { for (size_t i = 0; i < t->used; i++) t->chars[i] = 0; text_free(t); }

/* made */
struct text *text_new(void) { struct text *t = calloc(1, sizeof *t); return t; }
struct text *text_copy(const struct text *from) {
	struct text *t = malloc(sizeof *t);
	if (!t)
		return NULL;
	*t = *from;
	t->chars = strdup(from->chars);
	if (!t->chars) {
		free(t);
		return NULL;
	}
	return t;
}
int text_new_into(struct text **out) { *out = text_new(); return *out ? 0 : -1; }

/* kept */
void text_use(struct text *t) { current = t; }
int text_put(struct text *t, unsigned at) { if (at >= 4) return -1; shelf[at] = t; return 0; }
struct text *text_new_kept(unsigned at) { struct text *t = text_new(); shelf[at & 3] = t; return t; }

/* nothing of the kind */
void text_clear(struct text *t) { t->used = 0; if (t->chars) t->chars[0] = 0; }
void text_drop_chars(struct text *t) { free(t->chars); t->chars = NULL; }
char *text_chars(struct text *t) { return t->chars; }
const char *text_or_empty(const struct text *t) { return t ? t->chars : ""; }
struct text *text_current(void) { return current; }
struct text *text_at(unsigned at) { return at < 4 ? shelf[at] : NULL; }
void local_only(struct text *t) { struct text *copy = text_copy(t); if (copy) text_free(copy); }

/* ended by address: the callee ends what its argument holds */
static void free_held(void **p) { if (*p) { free(*p); *p = NULL; } }
static void free_held_block(void **p) { if (*p != NULL) { size_t *block = (size_t *)*p - 2; block[0] = 0; free(block); *p = NULL; } }
static void free_one(struct text **p) { text_free(*p); *p = NULL; }
void ended_by_address(struct text *t) { if (!t) return; free_held((void **)&t->chars); t->used = 0; free_held((void **)&t); }
void ended_block(struct text *t) { t->used = 0; free_held_block((void **)&t); }
void ended_record(struct text *t) { t->used = 0; free_one(&t); }
static void ended_by_two(void **p) { free_held_block(p); }
void ended_deep(struct text *t) { t->used = 0; ended_by_two((void **)&t); }

/* not ended: when it was the last holder, what it holds inside, another object */
static void release_held(struct text **p) { if (--(*p)->holders == 0) free(*p); *p = NULL; }
static void free_inside(struct text **p) { free((*p)->chars); (*p)->chars = NULL; }
void released_by_address(struct text *t) { release_held(&t); }
void kept_by_address(struct text *t) { free_inside(&t); }
void member_ended(struct text *t) { free_held((void **)&t->chars); }
void other_ended(struct text *t) { struct text *copy = text_copy(t); free_one(&copy); }
void assigned_first(struct text *t) { t = text_new(); free_one(&t); }

/* a callee keeps it: for good, or no longer than it is needed here */
struct walk { struct text *of; };
static struct walk *walk_begin(struct text *t) { struct walk *w = malloc(sizeof *w); w->of = t; return w; }
struct text *text_new_walked(void) { struct text *t = text_new(); struct walk *w = walk_begin(t); free(w); return t; }
struct text *text_new_used(void) { struct text *t = text_new(); text_use(t); return t; }
