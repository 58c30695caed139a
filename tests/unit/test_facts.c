/* facts: what is written is read, and nothing else is. */
#include <inttypes.h>
#include <unistd.h>

#include "base/checksum.h"
#include "check.h"
#include "facts/facts_file.h"
#include "scratch.h"

static struct fact_writer *
sample(void)
{
	struct fact_writer *w = fact_writer_create();
	FACT(w, UNIT, unit, .file = fact_text(w, "src/a.c"), .status = 1, .errors = 2);
	FACT(w, TYPE, type, .spelling = fact_text(w, "int"), .kind = TYPE_INTEGER, .size = 4, .count = -1);
	FACT(w, SYMBOL, symbol, .name = fact_text(w, "main"), .is_function = 1, .linkage = LINKAGE_EXTERNAL);
	FACT(w, BODY, body, .symbol = 1, .file = 1);
	FACT(w, VALUE, value, .op = VALUE_TEXT, .text = fact_bytes(w, "a\0\n\"\\\xff", 6), .n = INT64_MIN);
	FACT(w, VALUE, value, .op = VALUE_BINARY, .a = 1, .b = 1, .n = OPERATOR_LT);
	FACT(w, EVENT, event, .op = EVENT_ENTER, .a = 2, .n = NEST_LOOP, .line = 7, .col = INT64_MAX);
	FACT(w, EVENT, event, .op = EVENT_CASE, .n = INT64_MAX);
	FACT(w, END, end, .values = 2);
	return w;
}

static const char expected[] =
	"unit file=\"src/a.c\" status=1 errors=2\n"
	"type spelling=\"int\" kind=4 size=4 count=-1 #1\n"
	"symbol name=\"main\" is_function=1 linkage=EXTERNAL #1\n"
	"body symbol=1 file=1\n"
	"value op=TEXT n=-9223372036854775808 text=\"a\\x00\\n\\\"\\\\\\xff\" #1\n"
	"value op=BINARY a=1 b=1 n=LT #2\n"
	"event op=ENTER a=2 n=LOOP line=7 col=9223372036854775807\n"
	"event op=CASE n=9223372036854775807\n"
	"end values=2\n";

static char *
dump(struct arena *a, struct fact_reader *r)
{
	char *text, *copy;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	fact_dump(r, out);
	fclose(out);
	copy = arena_strdup(a, text);
	free(text);
	return copy;
}

static void
test_round_trip(struct scratch *s)
{
	struct diag_queue q;
	diag_init(&q);
	struct fact_writer *w = sample();
	CHECK(fact_text(w, "main") == fact_text(w, "main") && fact_text(w, "") == 0 && fact_text(w, NULL) == 0);
	CHECK(fact_position(w) == 9);
	CHECK(fact_writer_save(w, scratch_path(s, "x.facts"), &q));
	CHECK(!fact_writer_save(w, scratch_path(s, "nowhere/x.facts"), &q) && diag_says(&q, DIAG_ERROR, "cannot write"));
	struct fact_reader *r = fact_reader_open(scratch_path(s, "x.facts"), &q);
	CHECK(r && fact_string_count(r) == 5);
	if (r)
		CHECK_TEXT(dump(&s->arena, r), expected);
	fact_reader_destroy(r);
	fact_writer_destroy(w);
	diag_finish(&q);
}

static void
test_rewind(struct scratch *s)
{
	struct diag_queue q;
	size_t size;
	diag_init(&q);
	struct fact_writer *w = sample();
	size_t before = fact_position(w);
	FACT(w, BODY, body, .symbol = 1);
	FACT(w, EVENT, event, .op = EVENT_CALL, .n = -5);
	fact_rewind(w, before);
	void *image = fact_writer_image(w, &size);
	struct fact_reader *r = fact_reader_bytes(image, size, "memory", &q);
	CHECK(r != NULL);
	if (r)
		CHECK_TEXT(dump(&s->arena, r), expected);
	fact_reader_destroy(r);
	free(image);
	fact_rewind(w, 0);
	CHECK(!fact_position(w));
	image = fact_writer_image(w, &size);
	r = fact_reader_bytes(image, size, "memory", &q);
	struct fact f;
	CHECK(r && !fact_next(r, &f));
	fact_reader_destroy(r);
	free(image);
	fact_writer_destroy(w);
	diag_finish(&q);
}

/* Puts a right checksum behind bytes that were changed, so that the checks after it are reached. */
static void
sign(unsigned char *image, size_t size)
{
	char hex[17];
	snprintf(hex, sizeof hex, "%016" PRIx64, checksum(image, size - 16));
	memcpy(image + size - 16, hex, 16);
}

static bool
reads(const unsigned char *bytes, size_t size)
{
	/* a copy of just that size, so that a sanitizer sees any step beyond it */
	unsigned char *image = mem_alloc(size);
	struct diag_queue q;
	struct fact f;
	diag_init(&q);
	memcpy(image, bytes, size);
	struct fact_reader *r = fact_reader_bytes(image, size, "damaged", &q);
	CHECK((r != NULL) == !q.errors);
	while (r && fact_next(r, &f))
		;
	fact_reader_destroy(r);
	diag_finish(&q);
	free(image);
	return r;
}

static void
test_damage(void)
{
	struct fact_writer *w = sample();
	size_t size;
	unsigned char *image = fact_writer_image(w, &size);
	CHECK(reads(image, size));
	for (size_t n = 0; n < size; n++)
		CHECK(!reads(image, n));
	for (size_t i = 0; i < size; i++) {
		for (int bit = 0; bit < 8; bit++) {
			image[i] ^= (unsigned char)(1 << bit);
			CHECK(!reads(image, size));
			image[i] ^= (unsigned char)(1 << bit);
		}
	}
	for (size_t i = 0; i + 16 < size; i++) {
		for (int byte = 0; byte < 256; byte++) {
			unsigned char old = image[i];
			image[i] = (unsigned char)byte;
			sign(image, size);
			reads(image, size);
			image[i] = old;
		}
	}
	sign(image, size);
	CHECK(reads(image, size));
	unsigned char *longer = mem_alloc(size + 1);
	memcpy(longer, image, size - 16);
	sign(longer, size + 1);
	CHECK(!reads(longer, size + 1));
	free(longer);
	free(image);
	fact_writer_destroy(w);
}

static void
test_missing(struct scratch *s)
{
	struct diag_queue q;
	diag_init(&q);
	CHECK(!fact_reader_open(scratch_path(s, "none"), &q) && diag_says(&q, DIAG_ERROR, "cannot read"));
	scratch_put(s, "text", "this is a text");
	CHECK(!fact_reader_open(scratch_path(s, "text"), &q) && diag_says(&q, DIAG_ERROR, "no fact file"));
	diag_finish(&q);
}

int
main(void)
{
	struct scratch s;
	scratch_init(&s);
	test_round_trip(&s);
	test_rewind(&s);
	test_damage();
	test_missing(&s);
	scratch_finish(&s);
	return check_end();
}
