/* Signatures: what each function does with its parameters and what its result says. In: bodies, and the rows of
 * indirect calls that link has put. Out: a row of v_signature for the result (position 0) and each parameter.
 *
 * direction: `in` by value, const, or its object is only read; `out` its object is written and nothing of it is read
 * before (memory the function does not write may keep its content); `inout` both, or what it points to further on is
 * changed. pairs_with: the parameter that holds the number of elements or bytes. Confidence is that of direction and
 * pair: `exact` the compiler says so, `resolved` the body shows it, `guessed` otherwise.
 *
 * `how` is made of these words, joined by "; ", in this order. Of a parameter:
 *   direction      "passed by value", "const", "function pointer", "only read", "only written", "only some fields
 *                  written", "read and written", "changed behind it", "const cast away", "not dereferenced",
 *                  "by its type alone"
 *   its object     "freed" (the callee ends its life), "may be freed", "stored" (kept in a place that outlives the call)
 *   pair           "length in a loop", "length in a call", "length by name" (guessed)
 *   null           "null tested", "asserted", "never null" (dereferenced in every call), "nullable guessed" (the
 *                  confidence does not speak for nullable)
 * Of a result:
 *   nothing        "no result"
 *   error          "error: 0/-1" (0 done), "error: -1" (anything else is the result), "error: negative code",
 *                  "error: NULL", "error: enum NAME", "error: code NAME" (a constant named like an error, 0 or more),
 *                  "no error seen"
 *   ownership      "owned: NAME" (made by library function NAME; the caller ends its life), "kept: NAME" (as owned,
 *                  but stored as well), "borrowed: static", "borrowed: global" (what a global points to), "borrowed:
 *                  parameter N" (points into what parameter N points to), "moved: parameter N" (take the result in
 *                  place of what was given), "ownership unknown"
 *   values         "values: 0/1" */
#ifndef SIGNATURE_SIGNATURE_H
#define SIGNATURE_SIGNATURE_H

#include "facts/program.h"
#include "rules/rules.h"
#include "store/rows.h"

/* Functions must be numbered and the rows of calls be there. Texts of the rows live in the program. Adds accesses to globals
 * through pointers as well, which the summaries show. */
void signature_rows(struct program *p, const struct rules *rules, struct rows *rows);

#endif
