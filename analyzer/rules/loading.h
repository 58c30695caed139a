/* Reading of rules: what the readers of sections share. Private to rules. */
#ifndef RULES_LOADING_H
#define RULES_LOADING_H

#include <string.h>

#include "base/json.h"
#include "base/vec.h"
#include "rules/rules.h"

enum { POSITION_MAX = 64 };

enum field_kind { FIELD_POSITION, FIELD_TEXT, FIELD_WORD, FIELD_BOOL };

struct field {
	const char *name;
	enum field_kind kind;
	size_t offset;
	int (*from)(const char *word); /* of a FIELD_WORD */
	const char *words;             /* for messages */
	bool required;
};

struct loading {
	struct rules *rules;
	struct diag_queue *diags;
	const char *file;
	VEC(struct rule_driver) drivers;
	VEC(struct rule_table) tables;
	VEC(struct rule_verb) verbs;
	VEC(struct rule_text) texts;
	VEC(struct rule_utility) utilities;
	VEC(struct rule_callback) callbacks;
	VEC(struct rule_resource) resources;
	VEC(struct rule_weight) weights;
	VEC(const char *) stop_words, actions;
	VEC(struct rule_function) functions;
	VEC(struct rule_readiness) readiness;
};

/* Names a mistake with its place. */
void loading_complain(struct loading *l, const struct json *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The place of a word in a list, -1. */
int loading_word(const char *const *words, size_t count, const char *word);

/* Reads the fields of an entry; false when it is to be left out. */
bool loading_entry(struct loading *l, const struct json *v, const struct field *fields, void *entry);

/* Takes all rules of that name out of a table. */
#define FORGET(list, member, wanted) \
	do { \
		size_t kept_ = 0; \
		for (size_t i_ = 0; i_ < (list)->count; i_++) \
			if (strcmp((list)->at[i_].member, (wanted))) \
				(list)->at[kept_++] = (list)->at[i_]; \
		(list)->count = kept_; \
	} while (0)

/* A rule of "functions", of "readiness". */
void loading_function(struct loading *l, const struct json *v);
void loading_readiness(struct loading *l, const struct json *v);

#endif
