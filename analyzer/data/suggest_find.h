/* What the proposals are made of. Private to data. */
#ifndef DATA_SUGGEST_FIND_H
#define DATA_SUGGEST_FIND_H

#include "data/statements.h"
#include "data/suggest.h"

/* Tables and columns that the schema or a statement names, case aside. */
struct known_names {
	struct map tables, columns; /* folded texts */
};

struct suggester {
	struct data *d;
	struct known_names known;
	struct suggestions *out;
};

bool known_table(struct suggester *s, const char *name);
bool known_column(struct suggester *s, const char *table, const char *column);

/* The name that rules call the callee by: a function's, or RECORD.FIELD; 0 when there is none or when a rule has it or a
 * library of the system defines it. `member`: the call goes through a member. */
str_id suggest_callee(struct suggester *s, const struct program_body *b, uint32_t event, bool *member);

/* The one literal that a value is, when no statement was made of it; else NULL. */
const char *suggest_literal(struct suggester *s, uint32_t body, uint32_t event, uint32_t value);

/* The names in an array of pointers to text; false when the value is no such array. */
struct name_list { VEC(const char *) list; };
bool suggest_names(struct suggester *s, uint32_t body, uint32_t event, uint32_t value, struct name_list *out);

/* What the words of a name say: enum table_mode or SUGGEST_UNKNOWN; `first_only`: only the first word counts. */
int suggest_operation(const char *name, bool first_only);

/* The name with its first operation word as *: put_entry → *_entry; NULL when it has none. */
const char *suggest_stem(struct arena *a, const char *name);
bool suggest_has_word(const char *name, const char *word);

/* Functions and members that are given the names of tables. */
void suggest_calls(struct suggester *s);

/* Members that set a table, and those called behind them on the same object. */
void suggest_members(struct suggester *s);

/* Undefined functions and members that are given whole SQL statements. */
void suggest_drivers(struct suggester *s);

/* Families of functions that put, get and delete by a literal and a key. */
void suggest_stores(struct suggester *s);

/* All of them. */
void suggest_find(struct data *d, struct suggestions *out);

#endif
