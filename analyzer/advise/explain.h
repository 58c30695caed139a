/* Explain: everything a result knows about one function, global, table, column or service, with places, how it is
 * known and how sure it is. From evidence alone; all rows are read once, so several questions cost little more. */
#ifndef ADVISE_EXPLAIN_H
#define ADVISE_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "advise/sheet.h"
#include "splitter/evidence.h"
#include "splitter/model.h"

enum explain_kind { EXPLAIN_FUNCTION, EXPLAIN_GLOBAL, EXPLAIN_TABLE, EXPLAIN_COLUMN, EXPLAIN_SERVICE, EXPLAIN_KIND_COUNT };

struct explain_subject {
	enum explain_kind kind;
	uint32_t row;     /* position among the rows of its kind */
	const char *key;  /* with its kind in front, unique: function:src/order.c:order_create, table:orders */
	const char *name; /* a column's is orders.total */
	const char *file; /* NULL: none known */
	int64_t line;
};

struct explain;

/* Reads all rows; NULL with an error queued by the evidence. */
struct explain *explain_load(struct evidence *e);
void explain_destroy(struct explain *x);

/* The kind's word: function, global … */
const char *explain_word(enum explain_kind kind);

/* Every subject that a user's word means, sorted by key. A key (with or without its kind in front) means one;
 * then names are tried, names in another case, the end of a key (order.c:order_create), a column without its
 * table, in this order, and the first that gives something holds. Memory of the explain. */
size_t explain_find(struct explain *x, const char *word, const struct explain_subject **out);

/* Subjects whose names are near to a word that means none, nearest first; at most `room`. */
size_t explain_suggest(struct explain *x, const char *word, const struct explain_subject **out, size_t room);

/* Fills a fresh sheet; its arena must not outlive the explain. `model` gives a service's operations; NULL for the
 * other kinds. */
void explain_tell(struct explain *x, const struct explain_subject *subject, const struct model *model, struct sheet *out);

#endif
