/* The diagnostic queue and the only place that prints it. Control characters in names are escaped:
 * a file name may hold a newline or an escape sequence. */
#include "splitter/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

void
diag_init(struct diag_queue *q)
{
	*q = (struct diag_queue){0};
}

static void
clear(struct diag_queue *q)
{
	for (size_t i = 0; i < q->count; i++) {
		free(q->list[i].file);
		free(q->list[i].text);
		free(q->list[i].id);
	}
	q->count = q->errors = 0;
}

void
diag_finish(struct diag_queue *q)
{
	clear(q);
	free(q->list);
	*q = (struct diag_queue){0};
}

void
diag_add(struct diag_queue *q, enum diag_severity severity, const char *id, const char *file,
         unsigned line, unsigned col, const char *format, ...)
{
	char *text = NULL;
	va_list args;
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		die(EXIT_FAILED, "out of memory");
	va_end(args);
	if (q->count == q->capacity) {
		q->capacity = q->capacity ? 2 * q->capacity : 16;
		q->list = mem_grow(q->list, q->capacity * sizeof *q->list);
	}
	q->list[q->count++] = (struct diag){
		.severity = severity, .file = file ? mem_strdup(file) : NULL, .line = line, .col = col,
		.text = text, .id = mem_strdup(id),
	};
	q->errors += severity == DIAG_ERROR;
}

static void
print_text(FILE *out, const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p < 0x20 || *p == 0x7f)
			fprintf(out, "\\x%02x", *p);
		else
			putc(*p, out);
	}
}

static bool
same(const struct diag *a, const struct diag *b)
{
	return a->severity == b->severity && a->line == b->line && a->col == b->col && !strcmp(a->text, b->text) &&
	       !strcmp(a->id, b->id) && !strcmp(a->file ? a->file : "", b->file ? b->file : "");
}

static void
print_one(const struct diag *d, size_t times, FILE *out)
{
	static const char *const words[] = {"note", "warning", "error"};
	if (d->file) {
		print_text(out, d->file);
		if (d->line)
			fprintf(out, ":%u", d->line);
		if (d->line && d->col)
			fprintf(out, ":%u", d->col);
		fputs(": ", out);
	} else {
		fputs("splitter: ", out);
	}
	fprintf(out, "%s: ", words[d->severity]);
	print_text(out, d->text);
	fprintf(out, " [%s]", d->id);
	if (times > 1)
		fprintf(out, " (%zu times)", times);
	putc('\n', out);
}

void
diag_print(struct diag_queue *q, FILE *out)
{
	for (size_t i = 0; i < q->count;) {
		size_t end = i + 1;
		while (end < q->count && same(&q->list[i], &q->list[end]))
			end++;
		print_one(&q->list[i], end - i, out);
		i = end;
	}
	clear(q);
}

void
diag_bug(const char *file, int line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fprintf(stderr, "splitter: bug at %s:%d: ", file, line);
	vfprintf(stderr, format, args);
	va_end(args);
	fputs("; please report it\n", stderr);
	abort();
}

void
die(int status, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fputs("splitter: ", stderr);
	vfprintf(stderr, format, args);
	va_end(args);
	putc('\n', stderr);
	exit(status);
}
