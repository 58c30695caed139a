/* A program made by hand for the targets of analyzer/data: SQL files, and functions that hand text to a driver.
 * What is found in it is held: rows have their names, and their texts can be read. */
#ifndef FUZZ_BY_HAND_H
#define FUZZ_BY_HAND_H

#include "facts/program.h"
#include "rules/rules.h"
#include "store/rows.h"

struct by_hand {
	struct program p;
	struct rules rules;
	struct rows rows;
	uint32_t text_type;
	VEC(struct program_value) values; /* of the body at work */
	VEC(struct program_event) events;
	uint32_t calls;
};

void by_hand_init(struct by_hand *h);
void by_hand_finish(struct by_hand *h);

/* A .sql file of the tree. */
void by_hand_script(struct by_hand *h, const char *bytes, size_t length);

/* A function; what is not defined is the library's. NAME (char *text), or (char *text, …). */
uint32_t by_hand_function(struct by_hand *h, const char *name, bool is_defined, bool is_variadic);

/* Values of the body at work. */
uint32_t by_hand_value(struct by_hand *h, enum value_op op, uint32_t a, uint32_t b, int64_t n);
uint32_t by_hand_text(struct by_hand *h, const char *bytes, size_t length);
uint32_t by_hand_call(struct by_hand *h, uint32_t callee, const uint32_t *arguments, size_t count);

/* Ends the body at work: it is the function's. */
void by_hand_body(struct by_hand *h, uint32_t function);

/* Runs data over the program and holds what comes out; aborts when it does not hold. */
void by_hand_read(struct by_hand *h);

#endif
