/* Literals. In: cursors of literals; out: bytes and numbers.
 *
 * libclang spells a string literal concatenated, expanded and escaped; it is unescaped here, wide ones become
 * UTF-8. Numbers are read from the source where it shows them, else evaluated, which costs a microsecond. */
#include "parse/unit.h"

#include <ctype.h>
#include <string.h>

static size_t
put_utf8(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | (c >> 18 & 7));
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static uint32_t
take_hex(const char **p)
{
	uint32_t c = 0;
	while (isxdigit((unsigned char)**p)) {
		int d = *(*p)++;
		c = c << 4 | (uint32_t)(isdigit(d) ? d - '0' : (d | 32) - 'a' + 10);
	}
	return c;
}

/* The character behind a backslash. */
static uint32_t
take_escape(const char **p)
{
	static const char letters[] = "abfnrtve", codes[] = "\a\b\f\n\r\t\v\033";
	const char *hit = strchr(letters, **p);
	if (**p >= '0' && **p <= '7') {
		uint32_t c = 0;
		for (int i = 0; i < 3 && **p >= '0' && **p <= '7'; i++)
			c = c << 3 | (uint32_t)(*(*p)++ - '0');
		return c;
	}
	if (**p == 'x' || **p == 'u' || **p == 'U') {
		++*p;
		return take_hex(p);
	}
	uint32_t c = hit && *hit ? (unsigned char)codes[hit - letters] : (unsigned char)**p;
	++*p;
	return c;
}

char *
literal_text(struct unit *u, CXCursor literal, size_t *length)
{
	text_handle s = clang_getCursorSpelling(literal);
	const char *p = clang_getCString(s);
	const char *open = p ? strchr(p, '"') : NULL;
	if (!open) {
		return NULL;
	}
	bool wide = open > p && (*p == 'L' || *p == 'U' || (*p == 'u' && p[1] == '"'));
	char *out = arena_alloc(&u->arena, 4 * strlen(open) + 4);
	size_t n = 0;
	for (p = open + 1; *p;) {
		if (*p == '"') { /* the end, or "" that closes a hexadecimal escape */
			p++;
			if (*p != '"')
				break;
			p++;
			continue;
		}
		bool escaped = *p == '\\';
		p += escaped;
		uint32_t c = escaped ? take_escape(&p) : (unsigned char)*p++;
		if (wide)
			n += put_utf8(out + n, c);
		else
			out[n++] = (char)c;
	}
	out[n] = '\0';
	*length = n;
	return out;
}

bool
literal_evaluate(CXCursor expression, int64_t *out)
{
	CXEvalResult r = clang_Cursor_Evaluate(expression);
	if (!r)
		return false;
	bool is_int = clang_EvalResult_getKind(r) == CXEval_Int;
	if (is_int)
		*out = clang_EvalResult_isUnsignedInt(r) ? (int64_t)clang_EvalResult_getAsUnsigned(r)
		                                         : (int64_t)clang_EvalResult_getAsLongLong(r);
	clang_EvalResult_dispose(r);
	return is_int;
}

/* The bytes at the place of an expansion, NULL when the file's are not at hand. */
static const char *
bytes_at(struct unit *u, CXCursor c, size_t *left)
{
	CXFile file;
	unsigned offset;
	clang_getExpansionLocation(clang_getCursorLocation(c), &file, NULL, NULL, &offset);
	uint32_t index = unit_file(u, file);
	const struct unit_file *f = u->files.at[index];
	if (!f->bytes || offset >= f->size)
		return NULL;
	*left = f->size - offset;
	return f->bytes + offset;
}

static bool
read_number(const char *p, size_t left, int64_t *out)
{
	uint64_t v = 0;
	unsigned base = 10;
	const char *end = p + left;
	if (left > 1 && *p == '0') {
		base = (p[1] | 32) == 'x' ? 16 : (p[1] | 32) == 'b' ? 2 : 8;
		p += base == 8 ? 1 : 2;
	}
	for (; p < end; p++) {
		unsigned d = isdigit((unsigned char)*p) ? (unsigned)(*p - '0')
		             : base == 16 && isxdigit((unsigned char)*p) ? (unsigned)((*p | 32) - 'a' + 10) : 99;
		if (d >= base)
			break;
		v = v * base + d;
	}
	while (p < end && strchr("uUlL", *p))
		p++;
	*out = (int64_t)v;
	return p == end || !(isalnum((unsigned char)*p) || *p == '_' || *p == '\'' || *p == '.');
}

bool
literal_integer(struct unit *u, CXCursor literal, int64_t *out)
{
	size_t left;
	const char *p = bytes_at(u, literal, &left);
	if (p && literal.kind == CXCursor_IntegerLiteral && isdigit((unsigned char)*p) && read_number(p, left, out))
		return true;
	if (p && literal.kind == CXCursor_CharacterLiteral && left > 3 && p[0] == '\'' && p[1] != '\\' && p[2] == '\'' &&
	    !(p[1] & 0x80)) {
		*out = p[1];
		return true;
	}
	return literal_evaluate(literal, out);
}

static const char *
spelled(struct unit *u, CXCursor c, size_t *left)
{
	CXFile file;
	unsigned offset;
	size_t size;
	clang_getSpellingLocation(clang_getRangeStart(clang_getCursorExtent(c)), &file, NULL, NULL, &offset);
	const char *bytes = file ? clang_getFileContents(u->tu, file, &size) : NULL;
	if (!bytes || offset >= size)
		return NULL;
	*left = size - offset;
	return bytes + offset;
}

const char *
literal_float(struct unit *u, CXCursor literal)
{
	size_t left, n = 0;
	const char *p = spelled(u, literal, &left);
	if (!p)
		return "";
	while (n < left && n < 60 &&
	       (isalnum((unsigned char)p[n]) || p[n] == '.' || (n && (p[n] == '+' || p[n] == '-') && strchr("eEpP", p[n - 1]))))
		n++;
	return arena_strndup(&u->arena, p, n);
}

const char *
literal_word(struct unit *u, CXCursor cursor)
{
	size_t left, n = 0;
	const char *p = spelled(u, cursor, &left);
	if (!p)
		return "";
	while (n < left && n < 60 && (isalnum((unsigned char)p[n]) || p[n] == '_'))
		n++;
	return arena_strndup(&u->arena, p, n);
}
