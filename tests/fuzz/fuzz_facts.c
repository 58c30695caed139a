/* Fuzz: the bytes as a fact file, as they are and with a right checksum behind them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/checksum.h"
#include "facts/facts_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_all(const void *image, size_t size)
{
	struct diag_queue diags;
	diag_init(&diags);
	struct fact_reader *r = fact_reader_bytes(image, size, "fuzz", &diags);
	if (!r == !diags.errors)
		abort();
	FILE *out = r ? fopen("/dev/null", "w") : NULL;
	if (out) {
		fact_dump(r, out);
		fclose(out);
	}
	fact_reader_destroy(r);
	diag_finish(&diags);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char sum[17];
	read_all(data, size);
	char *image = mem_alloc(size + sizeof sum - 1);
	if (size)
		memcpy(image, data, size);
	snprintf(sum, sizeof sum, "%016" PRIx64, checksum(data, size));
	memcpy(image + size, sum, sizeof sum - 1);
	read_all(image, size + sizeof sum - 1);
	free(image);
	return 0;
}
