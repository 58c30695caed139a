/* Private to sqltext: the parser's state and what its files offer each other.
 *
 *   script.c      text → statements, one parser each          routine.c  bodies of triggers and routines
 *   statement.c   which statement is it; the small ones       insert.c, write.c  INSERT UPDATE DELETE MERGE …
 *   query.c       SELECT, set operations, CTEs                from.c     FROM clauses: tables, joins
 *   expression.c, operand.c  operators, column references     table.c, create.c, alter.c  CREATE, DROP, ALTER
 *   scope.c       sources and references as they are read     resolve.c  whose column is it, at the end
 *
 * A reference is only noted while reading; what it means is settled when the statement has been read, for the
 * tables stand behind the select list. Everything but the result lives in the scratch arena. */
#ifndef SQLTEXT_PARSER_H
#define SQLTEXT_PARSER_H

#include "base/arena.h"
#include "base/map.h"
#include "base/text.h"
#include "base/vec.h"
#include "sqltext/schema.h"
#include "sqltext/sqltext.h"
#include "sqltext/tokens.h"

enum { NESTING_LIMIT = 200, PARTS_LIMIT = 6 /* of a dotted name */, BODY_LIMIT = 6, NO_REF = -1 };

enum source_kind {
	SOURCE_TABLE,
	SOURCE_QUERY,   /* derived table or CTE: columns are the outputs of a scope */
	SOURCE_OPAQUE   /* table function, values: columns nobody knows */
};

struct scope;

struct source { /* what a FROM clause names */
	struct source *next;
	unsigned number;                 /* from 0 within the scope */
	enum source_kind kind;
	const char *name;                /* of the table, qualifier included; else "" */
	const char *alias;               /* what qualifies its columns: alias or last part of the name */
	const struct schema_table *known;
	struct scope *query;             /* SOURCE_QUERY; NULL: not understood */
	const struct cte *cte;           /* SOURCE_QUERY by the name of a CTE: its query may be read later */
	const char *const *names;        /* its columns, when renamed: x(a, b); NULL at the end */
	bool target;                     /* written by the statement */
	size_t place;                    /* token */
	unsigned modes;                  /* bits of enum table_mode: what the statement does to it */
	bool has_hole;
};

struct output { /* an item of a select list */
	struct output *next;
	const char *name;    /* "" when none */
	uint32_t hash;       /* of the name, case aside */
	int ref;             /* the column it shows, NO_REF: an expression */
	bool star;           /* * or x.*, ref tells the qualifier */
};

struct scope { /* one SELECT core, or the statement itself */
	struct scope *parent;
	struct scope *first;             /* of a compound: the scope whose outputs name the columns, else NULL */
	struct source *sources, *last;
	unsigned source_count;
	struct output *outputs, *last_output;
};

struct cte {
	struct cte *next;
	const char *name;
	struct scope *query;             /* NULL until it has been read */
	const char *const *names;
	bool hidden;                     /* its own body is being read, and it is not recursive */
};

enum ref_kind {
	REF_COLUMN,
	REF_ALIAS,        /* in GROUP BY, HAVING, ORDER BY: may be an alias of the select list */
	REF_ALIAS_FIRST,  /* a whole term of ORDER BY: the alias wins */
	REF_STAR,         /* name "*" */
	REF_USING,        /* looked for among the sources before `limit` */
	REF_NATURAL       /* all columns that source `direct` shares with those before it */
};

enum found_kind {
	FOUND_NOTHING,    /* no column: an alias, a variable, a string */
	FOUND_COLUMN,
	FOUND_UNCLEAR     /* a column of one of several tables */
};
struct found {
	enum found_kind kind;
	const struct source *source;     /* NULL: a table that is not in a FROM clause (NEW, a fragment's) */
	const char *table, *column;
};

enum ref_state { REF_OPEN, REF_BUSY, REF_DONE };

struct ref { /* a column as written */
	struct scope *scope;
	const char *qualifier;           /* NULL: none */
	const char *name;
	struct source *direct;           /* belongs to this source for certain */
	unsigned limit;
	enum ref_kind kind;
	enum ref_state state;
	enum table_mode mode;
	enum { BARE, QUOTED_NAME, QUOTED_TEXT } quoted; /* unqualified in "": a string when no column surely is it */
	struct found found;              /* REF_DONE */
};

struct table_note { struct sql_table_use use; size_t place, order; }; /* place: the token that names it */
struct predicate { int ref; enum predicate_role role; int unless; /* NO_REF, or only if that is no column */ };
struct join { int a, b; };

struct text_state { /* shared by the statements of a text */
	size_t at;      /* newlines before this byte: */
	unsigned line;
	char *copy;     /* of the text, with the quotes of bodies undoubled; made when first needed */
	size_t length;
};

struct parser {
	struct arena *arena;             /* results */
	struct arena *scratch;
	const struct token_list *tokens;
	const char *text;
	const struct token *list;        /* tokens->list.at */
	size_t at, end;                  /* the statement's tokens: list[end] ends it */
	const struct sql_schema *schema;
	const char *trigger_table;       /* whose columns NEW and OLD are, NULL: no trigger */
	bool in_routine;                 /* names may be variables */
	unsigned depth;
	bool broken;                     /* something was skipped */
	struct scope *scope;
	enum ref_kind ref_kind;          /* of the references read now */
	struct cte *ctes;
	size_t budget;                   /* steps of resolution left */
	struct text_state *state;
	bool quiet;                      /* tables of FROM are reported later, by quiet_tables_report */
	unsigned body_depth;             /* bodies in bodies */
	struct map *seen;                /* of this statement: what was reported */
	struct sql_statement *statement;
	VEC(struct table_note) tables;
	VEC(struct sql_column_use) columns;
	VEC(struct sql_join_use) joins;
	VEC(struct sql_predicate_use) predicates;
	VEC(struct sql_column_def) defs;
	VEC(struct sql_key_def) keys;
	VEC(const char *) calls;
	VEC(struct ref) refs;
	VEC(struct predicate) compared;
	VEC(struct join) joined;
};

/* What an expression is, for predicates and joins. */
enum operand_kind { OPERAND_NONE, OPERAND_CONSTANT, OPERAND_COLUMN, OPERAND_QUERY, OPERAND_OTHER };
struct operand {
	enum operand_kind kind;
	int ref;             /* OPERAND_COLUMN */
	struct scope *query; /* OPERAND_QUERY */
	bool star;           /* x.*: ref is a REF_STAR */
};

/* ---- scope.c: the token cursor */
const struct token *token_now(const struct parser *p);
const struct token *token_ahead(const struct parser *p, size_t n);
bool token_is(const struct token *t, enum keyword k);
bool now_is(const struct parser *p, enum keyword k);
bool now_kind(const struct parser *p, enum token_kind kind);
void step(struct parser *p, size_t n);                 /* over n tokens, not past the end */
bool accept(struct parser *p, enum keyword k);
bool accept_kind(struct parser *p, enum token_kind kind);
/* Is the token one of the words, given as word_in wants them? Only bare words. */
bool token_in(const struct parser *p, const struct token *t, const char *list);
void skip_token(struct parser *p);                     /* steps over what was not understood */
void skip_group(struct parser *p);                     /* a parenthesis with all that is in it, or one token */
void close_group(struct parser *p, size_t open);       /* behind the parenthesis that list[open] opened */
bool group_done(const struct parser *p);               /* at ) or at the end */
bool nest(struct parser *p);                           /* false, and skipped: too deep; else unnest() */
void unnest(struct parser *p);

/* ---- scope.c: names, sources, references */
bool is_name_token(const struct token *t);             /* may the token stand for a name? */
const char *name_text(struct parser *p, const struct token *t); /* quotes removed */
const char *name_read(struct parser *p);               /* one part; NULL when there is none */
const char *name_join(struct parser *p, const char *qualifier, const char *part, unsigned *parts); /* a.b */
const char *table_name_read(struct parser *p, bool *has_hole, bool *temporary); /* a.b.c; NULL when none */
const char *name_list_read(struct parser *p);          /* (a, b DESC, c(10)) → "a,b,c" */
uint32_t name_hash(const char *name);
struct scope *scope_create(struct parser *p, struct scope *parent);
struct source *source_add(struct parser *p, struct scope *scope, enum source_kind kind, const char *name);
struct source *table_source_add(struct parser *p, struct scope *scope, const char *name, bool has_hole);
struct output *output_add(struct parser *p, struct scope *scope, const char *name, int ref);
int ref_add(struct parser *p, const char *qualifier, const char *name);
void report_table(struct parser *p, const char *name, enum table_mode mode, bool has_hole, size_t place);
void call_note(struct parser *p, const char *qualifier, const char *name); /* qualifier NULL: none */
void compare_note(struct parser *p, struct operand column, enum predicate_role role, int unless);
void join_note(struct parser *p, int a, int b);
/* Once a statement: nothing is reported twice. Kinds do not overlap when a mode or role is added. */
enum seen_kind { SEEN_TABLE = 0, SEEN_COLUMN = 16, SEEN_JOIN = 32, SEEN_PREDICATE = 48, SEEN_CALL = 64 };
bool first_seen(struct parser *p, unsigned kind, const char *a, const char *b);
unsigned line_of(const struct parser *p, size_t byte);  /* of the text, from 0 */

/* ---- resolve.c */
void resolve_all(struct parser *p);
struct ref *ref_resolve(struct parser *p, int ref);

/* ---- expression.c, operand.c */
struct operand expression_read(struct parser *p);
struct operand prefix_read(struct parser *p);          /* one operand, no operator behind it */
struct operand operand_read(struct parser *p);         /* without AND, OR, comparisons */
bool operand_ahead(const struct parser *p);            /* may an operand begin here, and no clause? */
void text_operand_note(struct parser *p, struct operand o); /* a value is expected: "x" is rather a string */
void arguments_read(struct parser *p, bool *constant); /* behind the parenthesis, up to its end */
void expression_list_read(struct parser *p);           /* a, b, c */
void order_list_read(struct parser *p, enum predicate_role role); /* a DESC, 2; PREDICATE_COUNT: no role */

/* ---- query.c, from.c */
bool query_ahead(const struct parser *p);              /* SELECT, WITH, VALUES or ( before one of them */
struct scope *query_read(struct parser *p);            /* in a fresh scope below p->scope */
struct scope *query_rest_read(struct parser *p, struct scope *first); /* UNION … behind a query */
void with_read(struct parser *p);
bool clause_read(struct parser *p);                    /* WHERE, GROUP BY … false: none begins here */
void clauses_read(struct parser *p);                   /* all that follow, stray tokens skipped */
void returning_read(struct parser *p);
void from_read(struct parser *p);                      /* behind FROM: tables and joins into p->scope */
bool join_ahead(const struct parser *p);
void joins_read(struct parser *p);                     /* what may follow a first table */
const char *alias_read(struct parser *p, bool table);  /* NULL when there is none */
const char *const *column_names_read(struct parser *p); /* (a, b INTEGER): the names, NULL at the end */
void table_hints_skip(struct parser *p);
void quiet_tables_report(struct parser *p, const struct scope *scope);
const struct cte *cte_find(const struct parser *p, const char *name);
void conditions_read(struct parser *p);                /* a = 1 AND b = 2 …, stray ANDs stepped over */

/* ---- script.c */
void statement_finish(struct parser *p);

/* ---- statement.c */
/* Reads list[begin, end) as one statement. Shares arenas, tokens and context with the parser given. */
void statement_read(const struct parser *context, size_t begin, size_t end, struct sql_statement *out);
/* The same for the select of a view; its outputs become definitions of the view, unless it has some. */
void view_query_read(struct parser *view, size_t begin, size_t end, struct sql_statement *out);
/* The outputs of a query that `from` read become definitions in `to`; none of them when one has no name. */
void outputs_define(struct parser *to, const struct parser *from, const struct scope *query);
void verb_set(struct parser *p, enum sql_verb verb);   /* the first one holds */
void main_verb_read(struct parser *p);                 /* SELECT, INSERT … at the cursor */
/* Reads an expression outside a statement (a condition of a routine): SQL_OTHER with what it reads. */
void condition_read(const struct parser *context, size_t begin, size_t end, struct sql_statement *out);

/* ---- insert.c */
enum { CREATE_BIT = 1 << TABLE_CREATE, READ_BIT = 1 << TABLE_READ, UPDATE_BIT = 1 << TABLE_UPDATE,
       DELETE_BIT = 1 << TABLE_DELETE };
void insert_read(struct parser *p, bool replace);      /* on its verb */
void insert_rest_read(struct parser *p);               /* from INTO on */
bool insert_columns_read(struct parser *p, struct source *target); /* (a, b); false: there is none */
struct scope *write_scope(struct parser *p);           /* of a writing statement, becomes p->scope */
struct source *target_read(struct parser *p, unsigned modes); /* NULL: no name there */
void target_report(struct parser *p, const struct source *s);
void set_list_read(struct parser *p, enum table_mode mode); /* a = 1, (b, c) = (2, 3) */
bool conflict_word_read(struct parser *p);             /* OR REPLACE, OR IGNORE …; true: REPLACE */
void words_skip(struct parser *p, const char *words);

/* ---- write.c: each on its verb */
void update_read(struct parser *p);
void delete_read(struct parser *p);
void merge_read(struct parser *p);
void truncate_read(struct parser *p);
void copy_read(struct parser *p);
void load_read(struct parser *p);

/* ---- table.c, create.c, alter.c: each on its verb */
void create_read(struct parser *p);
void drop_read(struct parser *p);
void alter_read(struct parser *p);
void table_body_read(struct parser *p);                /* ( columns and constraints ) */
void table_element_read(struct parser *p);             /* one of them */
void column_def_read(struct parser *p);
struct sql_key_def *key_add(struct parser *p, enum key_kind kind, const char *name, const char *columns);
bool table_constraint_ahead(const struct parser *p);

/* ---- routine.c */
struct statements {
	VEC(struct sql_statement) list;
};
/* Statements of a body: list[begin, end), control words stepped over. */
void body_read(const struct parser *context, size_t begin, size_t end, struct statements *out);
/* The body in a string or between dollars, read in place. */
void body_text_read(const struct parser *context, const struct token *t, struct statements *out);
/* Where the statement that begins at list[at] ends: its semicolon, or limit. */
size_t statement_end(const struct token_list *tokens, size_t at, size_t limit);
bool block_ahead(const struct token_list *tokens, size_t at); /* an anonymous block: BEGIN x; … END */

#endif
