/* Fuzz: the bytes as splitter.json. */
#include <stdint.h>
#include <stdlib.h>

#include "decisions/decisions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct decisions d;
	struct diag_queue diags;
	diag_init(&diags);
	bool ok = decisions_parse((const char *)data, size, "splitter.json", &d, &diags);
	if (ok == (diags.errors > 0))
		abort();
	decisions_finish(&d);
	diag_finish(&diags);
	return 0;
}
