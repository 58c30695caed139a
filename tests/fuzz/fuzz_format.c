/* Fuzz: the bytes as a format and its arguments, parted by NUL, on their way to a driver: directly, through a function that
 * hands its caller's format on, and made beforehand by a function that formats. An argument's first byte says what it is. */
#include <stdint.h>
#include <string.h>

#include "by_hand.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ARGUMENTS_MOST = 12 };

static struct rule_driver drivers[] = {
	{.function = "execute", .library = "sql", .text = 1, .is_format = true, .store = "sql"},
	{.function = "vexecute", .library = "sql", .text = 1, .is_format = true, .is_va_list = true, .store = "sql"},
};
static struct rule_text texts[] = {{.function = "format", .kind = TEXT_FORMAT, .source = 1, .arguments = 2}};

struct arguments {
	uint32_t values[ARGUMENTS_MOST + 1]; /* the format first */
	size_t count;
};

static uint32_t
argument(struct by_hand *h, uint32_t format, const struct arguments *before, const char *text, size_t length)
{
	uint32_t last = before->values[before->count - 1];
	switch (length ? *text : 0) {
	case '#': return by_hand_value(h, VALUE_INTEGER, 0, 0, 7);
	case '?': return by_hand_value(h, VALUE_HOLE, 0, 0, 0);
	case '$': return by_hand_value(h, VALUE_LOCAL, 0, 0, 0);
	case '|': return by_hand_value(h, VALUE_EITHER, last, by_hand_text(h, text + 1, length - 1), 0);
	case '=': return by_hand_call(h, format, before->values, before->count);
	case '&': {
		struct arguments inner = *before;
		inner.values[0] = by_hand_text(h, text + 1, length - 1);
		return by_hand_call(h, format, inner.values, inner.count);
	}
	default: return by_hand_text(h, text, length);
	}
}

/* The format and its arguments as values of the body at work. */
static struct arguments
arguments_read(struct by_hand *h, uint32_t format, const char *text, size_t size)
{
	struct arguments a = {0};
	for (size_t begin = 0; a.count <= ARGUMENTS_MOST && (begin < size || !a.count);) {
		const char *end = begin < size ? memchr(text + begin, 0, size - begin) : NULL;
		size_t n = end ? (size_t)(end - text) - begin : size - begin;
		uint32_t v = a.count ? argument(h, format, &a, text + begin, n) : by_hand_text(h, text + begin, n);
		a.values[a.count++] = v;
		begin += n + 1;
	}
	return a;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct by_hand h;
	by_hand_init(&h);
	h.rules.drivers = drivers;
	h.rules.driver_count = sizeof drivers / sizeof *drivers;
	h.rules.texts = texts;
	h.rules.text_count = 1;
	uint32_t execute = by_hand_function(&h, "execute", false, true), vexecute = by_hand_function(&h, "vexecute", false, true);
	uint32_t format = by_hand_function(&h, "format", false, true), query = by_hand_function(&h, "query", true, false);
	uint32_t wrapper = by_hand_function(&h, "wrapper", true, true), caller = by_hand_function(&h, "caller", true, false);

	struct arguments a = arguments_read(&h, format, text, size);
	by_hand_call(&h, execute, a.values, a.count);
	by_hand_body(&h, query);

	uint32_t own = by_hand_value(&h, VALUE_LOCAL, 0, 0, 0);
	by_hand_call(&h, vexecute, &own, 1);
	by_hand_body(&h, wrapper);

	a = arguments_read(&h, format, text, size);
	by_hand_call(&h, wrapper, a.values, a.count);
	by_hand_call(&h, query, &a.values[a.count - 1], 1);
	by_hand_body(&h, caller);
	by_hand_read(&h);
	by_hand_finish(&h);
	return 0;
}
