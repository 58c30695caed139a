/* Fuzz: the bytes as .sql files of the tree, parted by form feeds, and behind a vertical tab as a statement of the code:
 * the schema is learned, tables, columns and keys are listed, triggers, views and keys followed. */
#include <stdint.h>
#include <string.h>

#include "by_hand.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct rule_driver drivers[] = {{.function = "execute", .library = "sql", .text = 1, .store = "sql"}};

static size_t
up_to(const char *text, size_t length, char end)
{
	const char *at = length ? memchr(text, end, length) : NULL;
	return at ? (size_t)(at - text) : length;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	size_t scripts = up_to(text, size, '\v');
	struct by_hand h;
	by_hand_init(&h);
	h.rules.drivers = drivers;
	h.rules.driver_count = 1;
	for (size_t begin = 0; begin < scripts;) {
		size_t n = up_to(text + begin, scripts - begin, '\f');
		by_hand_script(&h, text + begin, n);
		begin += n + 1;
	}
	if (scripts < size) {
		uint32_t driver = by_hand_function(&h, "execute", false, false), caller = by_hand_function(&h, "query", true, false);
		uint32_t statement = by_hand_text(&h, text + scripts + 1, size - scripts - 1);
		by_hand_call(&h, driver, &statement, 1);
		by_hand_body(&h, caller);
	}
	by_hand_read(&h);
	by_hand_finish(&h);
	return 0;
}
