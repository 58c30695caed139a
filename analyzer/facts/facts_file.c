/* Fact files. In: records put one by one, or the bytes of a file; out: the bytes, or the records again.
 *
 * Layout: MAGIC, version, number of strings from id 1 on, each as length, bytes, NUL; number of records, each
 * as a kind byte and its fields; 16 hex digits of the checksum over all before. Numbers are LEB128, signed fields
 * zigzag. Codec and dumper know no record by name: they follow the tables derived from facts.h.
 *
 * Invariant: a reader that was opened has walked the whole file once, so fact_next cannot fail on it. That
 * a number refers to a record of the right kind is for those who follow it to check. */
#include "facts/facts_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "base/intern.h"
#include "base/path.h"
#include "base/vec.h"
#include "facts/facts_words.h"

#define MAGIC "splfacts"
enum { MAGIC_SIZE = sizeof MAGIC - 1, TRAILER = 16, NUMBER_MAX = 10 };

typedef VEC(unsigned char) buffer;

struct fact_writer {
	struct intern strings;
	buffer records;
	size_t count;
};

struct fact_string {
	const char *text;
	size_t length;
};

enum { LETTER_S, LETTER_U, LETTER_I, LETTERS };

struct fact_reader {
	char *owned; /* the file's bytes, NULL when the caller's */
	const char *name;
	const unsigned char *at, *end; /* next record, end of records */
	struct fact_string *strings;
	size_t string_count, left;
	uint64_t most[LETTERS]; /* the largest number a field of the letter may hold as written */
};

#define SPEC_S(name) {#name, 'S'},
#define SPEC_U(name) {#name, 'U'},
#define SPEC_I(name) {#name, 'I'},
#define SPECS(upper, lower) static const struct fact_part fields_##lower[] = {FACT_FIELDS_##upper(SPEC_S, SPEC_U, SPEC_I)};
FACT_KINDS(SPECS)
#define KIND(upper, lower) {#lower, sizeof fields_##lower / sizeof *fields_##lower, fields_##lower},
const struct fact_spec fact_specs[FACT_KIND_COUNT] = {FACT_KINDS(KIND)};
/* The letters again, as a string of numbers a kind. */
#define CODE_S(name) LETTER_S,
#define CODE_U(name) LETTER_U,
#define CODE_I(name) LETTER_I,
#define CODES(upper, lower) static const unsigned char codes_##lower[] = {FACT_FIELDS_##upper(CODE_S, CODE_U, CODE_I)};
FACT_KINDS(CODES)
#define CODED(upper, lower) {sizeof codes_##lower, codes_##lower},
static const struct {
	size_t count;
	const unsigned char *letters;
} coded[FACT_KIND_COUNT] = {FACT_KINDS(CODED)};
#define FITS(upper, lower) \
	_Static_assert(sizeof(struct fact_##lower) <= sizeof((struct fact *)0)->fields, #lower " has too many fields"); \
	_Static_assert(sizeof(struct fact_##lower) == sizeof fields_##lower / sizeof *fields_##lower * sizeof(int64_t), #lower);
FACT_KINDS(FITS)

static void
put_number(buffer *b, uint64_t n)
{
	vec_reserve(b, b->count + NUMBER_MAX);
	while (n >= 0x80) {
		b->at[b->count++] = (unsigned char)(n | 0x80);
		n >>= 7;
	}
	b->at[b->count++] = (unsigned char)n;
}

static void
put_bytes(buffer *b, const void *bytes, size_t size)
{
	vec_reserve(b, b->count + size);
	if (size)
		memcpy(b->at + b->count, bytes, size);
	b->count += size;
}

static bool
take_long_number(const unsigned char **at, const unsigned char *end, uint64_t *out)
{
	uint64_t n = 0;
	for (int shift = 0; shift < 64 && *at < end; shift += 7) {
		unsigned char c = *(*at)++;
		if (shift == 63 && c > 1)
			return false;
		n |= (uint64_t)(c & 0x7f) << shift;
		if (!(c & 0x80)) {
			*out = n;
			return true;
		}
	}
	return false;
}

/* Most numbers are one byte. */
static inline bool
take_number(const unsigned char **at, const unsigned char *end, uint64_t *out)
{
	if (*at >= end || **at & 0x80)
		return take_long_number(at, end, out);
	*out = *(*at)++;
	return true;
}

static uint64_t
zigzag(int64_t n)
{
	return (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0);
}

static int64_t
unzigzag(uint64_t n)
{
	return (int64_t)(n >> 1 ^ (n & 1 ? UINT64_MAX : 0));
}

struct fact_writer *
fact_writer_create(void)
{
	struct fact_writer *w = mem_alloc(sizeof *w);
	intern_init(&w->strings);
	return w;
}

void
fact_writer_destroy(struct fact_writer *w)
{
	if (!w)
		return;
	intern_finish(&w->strings);
	vec_finish(&w->records);
	free(w);
}

int64_t
fact_bytes(struct fact_writer *w, const char *bytes, size_t length)
{
	return intern_bytes(&w->strings, bytes, length);
}

int64_t
fact_text(struct fact_writer *w, const char *text)
{
	return text ? intern_text(&w->strings, text) : 0;
}

void
fact_put(struct fact_writer *w, enum fact_kind kind, const void *fields)
{
	if ((unsigned)kind >= FACT_KIND_COUNT)
		BUG("fact kind %d", (int)kind);
	const struct fact_spec *spec = &fact_specs[kind];
	const int64_t *at = fields;
	vec_push(&w->records, (unsigned char)kind);
	for (size_t i = 0; i < spec->count; i++) {
		char letter = spec->fields[i].letter;
		if (letter == 'S' && ((uint64_t)at[i] >= w->strings.count))
			BUG("%s.%s: no string %lld", spec->name, spec->fields[i].name, (long long)at[i]);
		if (letter == 'U' && at[i] < 0)
			BUG("%s.%s: negative %lld", spec->name, spec->fields[i].name, (long long)at[i]);
		put_number(&w->records, letter == 'I' ? zigzag(at[i]) : (uint64_t)at[i]);
	}
	w->count++;
}

size_t
fact_position(const struct fact_writer *w)
{
	return w->count;
}

void
fact_rewind(struct fact_writer *w, size_t position)
{
	if (position > w->count)
		BUG("rewind to %zu of %zu", position, w->count);
	const unsigned char *at = w->records.at, *end = w->records.at + w->records.count;
	for (size_t i = 0; i < position; i++) {
		uint64_t ignored;
		for (size_t n = fact_specs[*at++].count; n; n--)
			take_number(&at, end, &ignored);
	}
	w->records.count = position ? (size_t)(at - w->records.at) : 0;
	w->count = position;
}

static void
checksum_text(const void *bytes, size_t size, char out[TRAILER + 1])
{
	snprintf(out, TRAILER + 1, "%016" PRIx64, checksum(bytes, size));
}

void *
fact_writer_image(struct fact_writer *w, size_t *size)
{
	buffer b = {0};
	put_bytes(&b, MAGIC, MAGIC_SIZE);
	put_number(&b, FACTS_VERSION);
	put_number(&b, w->strings.count - 1);
	for (str_id id = 1; id < w->strings.count; id++) {
		size_t length = intern_length(&w->strings, id);
		put_number(&b, length);
		put_bytes(&b, intern_get(&w->strings, id), length + 1);
	}
	put_number(&b, w->count);
	put_bytes(&b, w->records.at, w->records.count);
	char hex[TRAILER + 1];
	checksum_text(b.at, b.count, hex);
	put_bytes(&b, hex, TRAILER);
	*size = b.count;
	return b.at;
}

bool
fact_writer_save(struct fact_writer *w, const char *path, struct diag_queue *diags)
{
	size_t size;
	void *image = fact_writer_image(w, &size);
	bool ok = path_write_cached(path, image, size);
	if (!ok)
		diag_add(diags, DIAG_ERROR, "facts-write", path, 0, 0, "cannot write the fact file: %s%s", strerror(errno),
		         errno == ENOSPC ? "; free some space, or name another folder with --cache" : "");
	free(image);
	return ok;
}

/* Queues why the file is refused; always NULL after destroying r. */
static struct fact_reader *
refuse(struct fact_reader *r, struct diag_queue *diags, const char *why)
{
	diag_add(diags, DIAG_ERROR, "facts-damaged", r->name, 0, 0, "%s; delete it and run again: it is only a cache", why);
	fact_reader_destroy(r);
	return NULL;
}

/* Magic, checksum and version; the bytes after them. NULL when fine, else what is wrong. */
static const char *
check_frame(struct fact_reader *r, const unsigned char *image, size_t size)
{
	if (size < MAGIC_SIZE || memcmp(image, MAGIC, MAGIC_SIZE))
		return "this is no fact file";
	if (size < MAGIC_SIZE + TRAILER)
		return "the fact file is cut off";
	char hex[TRAILER + 1];
	r->at = image + MAGIC_SIZE;
	r->end = image + size - TRAILER;
	uint64_t version;
	if (!take_number(&r->at, r->end, &version))
		return "the fact file is cut off";
	if (version != FACTS_VERSION)
		return "the fact file is of another version of splitter";
	checksum_text(image, size - TRAILER, hex);
	if (memcmp(hex, r->end, TRAILER))
		return "the fact file is damaged: its checksum does not match";
	return NULL;
}

static const char *
check_strings(struct fact_reader *r)
{
	uint64_t count, length;
	if (!take_number(&r->at, r->end, &count) || count > (uint64_t)(r->end - r->at) / 2)
		return "the fact file is damaged: its string table is cut off";
	r->strings = mem_alloc((size_t)(count + 1) * sizeof *r->strings);
	r->strings[0].text = "";
	r->string_count = (size_t)count + 1;
	r->most[LETTER_S] = count;
	r->most[LETTER_U] = INT64_MAX;
	r->most[LETTER_I] = UINT64_MAX;
	for (size_t i = 1; i <= count; i++) {
		if (!take_number(&r->at, r->end, &length) || length >= (uint64_t)(r->end - r->at) || r->at[length])
			return "the fact file is damaged: its string table is cut off";
		r->strings[i] = (struct fact_string){(const char *)r->at, (size_t)length};
		r->at += length + 1;
	}
	return NULL;
}

/* Decodes the record at r->at; false when it is none. */
static bool
take_record(struct fact_reader *r, struct fact *out)
{
	const unsigned char *at = r->at, *end = r->end;
	if (at >= end || *at >= FACT_KIND_COUNT)
		return false;
	out->kind = *at++;
	const unsigned char *letters = coded[out->kind].letters;
	for (size_t i = 0, count = coded[out->kind].count; i < count; i++) {
		uint64_t n;
		if (!take_number(&at, end, &n) || n > r->most[letters[i]])
			return false;
		out->fields[i] = letters[i] == LETTER_I ? unzigzag(n) : (int64_t)n;
	}
	r->at = at;
	return true;
}

static const char *
check_records(struct fact_reader *r)
{
	uint64_t count;
	struct fact ignored;
	if (!take_number(&r->at, r->end, &count))
		return "the fact file is damaged: its records are cut off";
	const unsigned char *first = r->at;
	for (uint64_t i = 0; i < count; i++)
		if (!take_record(r, &ignored))
			return "the fact file is damaged: a record cannot be read";
	if (r->at != r->end)
		return "the fact file is damaged: bytes follow its last record";
	r->at = first;
	r->left = (size_t)count;
	return NULL;
}

static struct fact_reader *
reader_start(struct fact_reader *r, const void *image, size_t size, struct diag_queue *diags)
{
	const char *why = check_frame(r, image, size);
	if (!why)
		why = check_strings(r);
	if (!why)
		why = check_records(r);
	return why ? refuse(r, diags, why) : r;
}

struct fact_reader *
fact_reader_open(const char *path, struct diag_queue *diags)
{
	size_t size;
	char *image = path_read(path, 0, &size);
	if (!image) {
		diag_add(diags, DIAG_ERROR, "facts-read", path, 0, 0, "cannot read the fact file: %s", strerror(errno));
		return NULL;
	}
	struct fact_reader *r = mem_alloc(sizeof *r);
	r->owned = image;
	r->name = path;
	return reader_start(r, image, size, diags);
}

struct fact_reader *
fact_reader_bytes(const void *image, size_t size, const char *name, struct diag_queue *diags)
{
	struct fact_reader *r = mem_alloc(sizeof *r);
	r->name = name;
	return reader_start(r, image, size, diags);
}

void
fact_reader_destroy(struct fact_reader *r)
{
	if (!r)
		return;
	free(r->strings);
	free(r->owned);
	free(r);
}

bool
fact_next(struct fact_reader *r, struct fact *out)
{
	if (!r->left)
		return false;
	r->left--;
	if (!take_record(r, out))
		BUG("a checked fact file cannot be read");
	return true;
}

const char *
fact_string(const struct fact_reader *r, int64_t id, size_t *length)
{
	if ((uint64_t)id >= r->string_count)
		BUG("string %lld of %zu", (long long)id, r->string_count);
	if (length)
		*length = r->strings[id].length;
	return r->strings[id].text;
}

size_t
fact_string_count(const struct fact_reader *r)
{
	return r->string_count;
}
