/* JSON written as it goes. Out: one value a line, tabs for depth (or none when compact); the same calls give the
 * same bytes in every locale. */
#include "reports/json_write.h"

#include <math.h>
#include <string.h>

#include "reports/text.h"

static void
put_char(struct json *j, unsigned c, const char *bytes, size_t n)
{
	static const char plain[] = "\"\\\n\t", named[] = "\"\\nt";
	const char *at = c < 0x80 && c ? strchr(plain, (int)c) : NULL;
	bool markup = j->in_html && (c == '<' || c == '>' || c == '&');
	bool unseen = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
	              (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xFFFD;
	if (at)
		fprintf(j->out, "\\%c", named[at - plain]);
	else if (markup || unseen)
		fprintf(j->out, "\\u%04x", c);
	else
		fwrite(bytes, 1, n, j->out);
}

static void
put_string(struct json *j, const char *text)
{
	putc('"', j->out);
	for (const char *p = text, *from = p;; from = p) {
		unsigned c = text_next(&p, NULL);
		if (!c)
			break;
		put_char(j, c, from, (size_t)(p - from));
	}
	putc('"', j->out);
}

static void
new_line(struct json *j)
{
	if (j->compact)
		return;
	putc('\n', j->out);
	for (unsigned i = 0; i < j->depth; i++)
		putc('\t', j->out);
}

static void
start(struct json *j, const char *key)
{
	if (j->started)
		putc(',', j->out);
	if (j->depth)
		new_line(j);
	j->started = true;
	if (key) {
		put_string(j, key);
		fputs(j->compact ? ":" : ": ", j->out);
	}
}

void
json_begin(struct json *j, const char *key, char bracket)
{
	start(j, key);
	putc(bracket, j->out);
	j->depth++;
	j->started = false;
}

void
json_end(struct json *j, char bracket)
{
	j->depth--;
	if (j->started)
		new_line(j);
	putc(bracket == '{' ? '}' : ']', j->out);
	j->started = true;
	if (!j->depth && !j->compact)
		putc('\n', j->out);
}

void
json_text(struct json *j, const char *key, const char *text)
{
	start(j, key);
	if (text)
		put_string(j, text);
	else
		fputs("null", j->out);
}

void
json_int(struct json *j, const char *key, int64_t value)
{
	start(j, key);
	fprintf(j->out, "%lld", (long long)value);
}

void
json_bool(struct json *j, const char *key, bool value)
{
	start(j, key);
	fputs(value ? "true" : "false", j->out);
}

void
json_real(struct json *j, const char *key, double value)
{
	char digits[32];
	start(j, key);
	snprintf(digits, sizeof digits, isfinite(value) ? "%.6g" : "null", value);
	char *comma = strpbrk(digits, ",");
	if (comma)
		*comma = '.';
	fputs(digits, j->out);
}
