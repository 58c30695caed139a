/* Pairs: an array and the parameter that says how long it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct item { int n; };
static char store[64];
int cmp(const void *a, const void *b);
void anywhere(char *data, int amount);

int loop(int *v, int n) { int s = 0; for (int i = 0; i < n; i++) s += v[i]; return s; }
int loop_down(int *v, int n) { int s = 0; while (n-- > 0) s += v[n]; return s; }
int loop_copy(struct item *all, size_t many) { size_t left = many; int s = 0; for (size_t k = 0; k != left; k++) s += all[k].n; return s; }
int to_end(char *s, size_t n) { int h = 0; char *end = s + n; while (s < end) h += *s++; return h; }
int to_end_inline(char *s, size_t n) { int h = 0; for (char *c = s; c != s + n; c++) h += *c; return h; }
int stepping(char *s, int rest) { int h = 0; while (rest--) h = h * 31 + *s++; return h; }
int counting(char *s, int most) { int h = 0; for (int i = 0; i < most; i++, s++) h += *s; return h; }
int by_sum(int *v, unsigned n) { int s = 0; for (unsigned i = 0; i < n; i++) s += *(v + i); return s; }
void filled(char *out, size_t room) { snprintf(out, room, "%d", 1); }
long received(int fd, void *buffer, size_t most) { return read(fd, buffer, most); }
void sorted(struct item *all, size_t many) { qsort(all, many, sizeof *all, cmp); }
void copied(char *to, const char *from, size_t n) { memcpy(to, from, n); }
void by_callee(char *text, size_t room) { filled(text, room - 1); }
int by_pointer(int *v, int *count) { int s = 0; for (int i = 0; i < *count; i++) s += v[i]; return s; }

/* two loops with one counter: each has its own limit */
int two(int *a, int many, char **b, int more) {
	int i, s = 0;
	for (i = 0; i < many; i++)
		s += a[i];
	for (i = 0; i < more; i++)
		s += b[i][0];
	return s;
}

/* by name only: guessed */
void named(char *data, int len) { anywhere(data, len); }
void named_size(char *buf, size_t bufsz) { anywhere(buf, (int)bufsz); }
void named_items(const double *rates, int rate_cnt) { anywhere((char *)rates, rate_cnt); }
void named_pointers(char **names, int count) { anywhere(names[0], count); }
int named_words(char **argv, int argc) { anywhere(argv[0], argc); return 0; }
void named_plural(const struct item *items, int nitems) { anywhere((char *)items, nitems); }

/* not pairs */
void text_given_back(char **texts, size_t length) { anywhere(texts[0], (int)length); }
void one_pointer(char **out, int count) { anywhere(*out, count); }
void one_record(const struct item *item, int count) { anywhere((char *)item, count); }
void flags_behind(const char *text, int flags) { anywhere((char *)text, flags); }
void length_of_other(const char *text, int flags, size_t len) { anywhere((char *)text, flags + (int)len); }
int by_fixed_sum(int *v, int n) { return *(v + 2) + n; }
void number(int *out, int count) { *out = count; }
int index_only(int *v, int at) { return v[at]; }
void appended(char *s, size_t at, const char *more, size_t n) { memcpy(s + at, more, n); }
void other_counter(int *v, int n) { int i = 0, k = 0; while (i < n) i++; v[k] = i; }
void into_store(const char *s, int flags) { strcpy(store, s); store[0] = (char)flags; }
char *grown(char *block, size_t size) { return realloc(block, size); }
