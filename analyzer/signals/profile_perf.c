/* Perf: the call chains of `perf script` → calls. A sample is a line about the thread, then a frame a line from the
 * innermost out ("	55d0 symbol+0x1f (/usr/bin/program)"), then a blank line. Each frame was called by the next. A frame
 * without a symbol parts the chain. */
#include "signals/profile_formats.h"

/* The symbol of a frame: empty when it is not known. False when the line is no frame. */
static bool
take_frame(struct span line, struct span *symbol)
{
	size_t blanks = line_span(line, " \t");
	line = line_behind(line, blanks);
	size_t address = line_span(line, "0123456789abcdef");
	if (!blanks || !address || address >= line.length || line.at[address] != ' ' || line.at[line.length - 1] != ')')
		return false;
	line = line_behind(line, address + 1);
	const char *object = memrchr(line.at, '(', line.length);
	if (!object)
		return false;
	line.length = (size_t)(object - line.at);
	*symbol = line_cut(&line, '+');
	while (symbol->length && symbol->at[symbol->length - 1] == ' ')
		symbol->length--;
	if (line_begins(*symbol, "["))
		symbol->length = 0;
	return true;
}

void
profile_perf(struct span text, struct profile *out)
{
	struct profile_function callee = {0};
	struct span line, symbol;
	while (line_take(&text, &line)) {
		struct profile_function caller = {0};
		if (take_frame(line, &symbol))
			caller.name = profile_name(out, symbol);
		profile_add(out, caller, callee, 1);
		callee = caller;
	}
}
