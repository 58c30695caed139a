/* Private to parse: the state of one unit while its facts are written, and what the files of this folder
 * offer each other. All maps are keyed by libclang's pointers and hold numbers of fact records.
 *
 *   sources.c       files: shown names, content hashes, places        (outlives the unit)
 *   types.c         TYPE, RECORD, FIELD, ENUM, ENUMERATOR, TYPEDEF    on demand
 *   symbols.c       SYMBOL, DECLARATION, PARAM, FUNCTION, GLOBAL
 *   tree.c          a body's cursors as a tree
 *   literal.c       bytes of string literals, integers, source words
 *   body.c          LOCAL, VALUE, EVENT: frame of a body, statements
 *   expression.c    LOCAL, VALUE, EVENT: expressions
 *   initialiser.c   initialisers, flattened
 *   preprocessor.c  INCLUDE, MACRO, MACRO_USE, INACTIVE
 *   inactive.c      INACTIVE_PART
 *   unit.c          one unit: arguments, standards tried, order of facts, diagnostics
 *   cache.c         does an earlier fact file still hold?
 *   pool.c          workers and their supervisor */
#ifndef PARSE_UNIT_H
#define PARSE_UNIT_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/intern.h"
#include "base/vec.h"
#include "compdb/compdb.h"
#include "esql/esql.h"
#include "facts/facts_file.h"
#include "parse/parse.h"
#include "parse/ptrmap.h"

/* A string of libclang, given back at the end of its block. */
static inline void
text_done(CXString *s)
{
	clang_disposeString(*s);
}
#define text_handle __attribute__((cleanup(text_done))) CXString

struct unit;

/* ---- sources.c ---- */

struct file_stamp { /* what stat(2) says */
	bool exists;
	int64_t size, mtime; /* nanoseconds */
};

struct source { /* a file, known to the worker from its first sight on */
	const char *path;  /* absolute and clean, as clang named it */
	const char *shown;
	char hash[HASH_HEX]; /* "" until asked for */
	CXFileUniqueID version; /* of a file outside: what `hash` belongs to */
	char disk_hash[HASH_HEX]; /* of the bytes on disk, "" until asked for */
	struct file_stamp stamp;
	bool stamped;
	size_t size;
	bool outside;      /* shown below <sys>/ */
	bool translated;   /* libclang is given other bytes than those on disk */
	signed char has_line; /* #line directives: -1 not looked yet */
};

struct sources {
	const struct compdb *db;
	struct arena arena;
	struct intern names;       /* paths, as given and clean */
	VEC(uint32_t) of_name;     /* str_id → number of the source, 0 not known */
	VEC(struct source *) list; /* number of a source is its index here, plus 1 */
};

void sources_init(struct sources *s, const struct compdb *db);
void sources_finish(struct sources *s);

/* Number of the file; relative paths start at `folder`. */
uint32_t sources_find(struct sources *s, const char *folder, const char *path);

/* What stat says of it now; asked once a run. */
const struct file_stamp *source_stamp(struct source *s);

/* Hash of the bytes on disk, read once a run; "" when it cannot be read. */
const char *source_disk_hash(struct source *s);

/* Hash of the bytes the unit was parsed from. */
const char *unit_file_hash(struct unit *u, CXFile file);

/* Replaces absolute paths by shown names, so that no text tells where DIR lies. Memory of `a` or `text` itself. */
const char *sources_sanitise(struct sources *s, struct arena *a, const char *text);

struct unit_file { /* a file as one unit sees it */
	uint32_t source;    /* number in sources */
	uint32_t number;    /* of its FILE record, 0: none yet */
	const char *bytes;  /* clang's buffer, NULL when there is none */
	size_t size;
	bool own;           /* neither a system header nor below <sys>/ */
	bool has_line;
};

struct place {
	uint32_t file;          /* index of the unit's file, presumed; 0 none */
	uint32_t line, col;     /* presumed */
	uint32_t physical;      /* index of the unit's file that holds the bytes */
	uint32_t physical_line;
	uint32_t offset;
};

struct unit {
	const struct compdb_unit *source;
	struct sources *sources;
	struct arena arena;        /* reset after the unit */
	struct fact_writer *out;
	CXTranslationUnit tu;
	VEC(struct unit_file *) files; /* index 0 is none */
	struct ptrmap file_of_clang, file_of_source;
	void *last_clang;          /* CXFile → file, one entry of memory */
	uint32_t last_file;
	uint32_t file_count, macro_count, type_count, record_count, field_count, enum_count, symbol_count;
	struct ptrmap types, raw_types, records, fields, enums, typedefs, symbols, macros;
	struct ptrmap decls;       /* canonical declarations seen in own files: index of `known` */
	VEC(struct known) known;
	VEC(struct type_note) type_notes; /* by number of TYPE */
	VEC(struct pending_record) pending; /* records whose fields are still to be written */
	VEC(CXCursor) top;         /* functions and variables of own files, in order */
	VEC(uint8_t) symbol_notes; /* by number of SYMBOL: enum symbol_note */
	VEC(CXCursor) statics;     /* static locals met in the body at hand */
	VEC(struct field_list) field_lists;
	struct ptrmap field_list_of; /* canonical record type → index of field_lists, plus 1 */
	struct body *body;         /* the body at hand; its memory is reused */
	VEC(struct include_name) includes; /* as written in own files */
	bool va_list_seen;
	bool is_embedded;          /* a Pro*C or ECPG source */
	enum esql_dialect dialect;
	unsigned embedded_rounds;
	VEC(struct embedded *) embedded;
};

struct embedded { /* a file that libclang is given translated */
	const char *path;
	uint32_t source;
	struct esql_result result;
};

struct include_name { const char *text; bool missing; };

struct known { /* what the first pass knows of a function or variable of own files */
	const char *attributes;
	bool initialised;  /* variable with an initialiser */
	bool defined;      /* GLOBAL written */
	bool params;       /* PARAMs written */
	bool has_body;     /* function defined here */
};

struct type_note { /* what later steps ask of a TYPE */
	uint8_t kind;      /* enum type_kind */
	uint8_t is_char;   /* array of a character type */
	uint32_t record;
};

enum symbol_note {
	SYMBOL_PLAIN,
	SYMBOL_TRANSPARENT, /* __builtin_expect and its like: the first argument */
	SYMBOL_UNEVALUATED, /* __builtin_constant_p and its like: arguments are not evaluated */
	SYMBOL_SYNC         /* __sync_*: works on the place its first argument points to */
};

struct field_list { /* members of a record as initialisers fill them: unnamed bit-fields left out */
	struct field_entry { CXCursor field; CXType type; bool anonymous; } *at;
	size_t count;
	bool is_union;
};

struct pending_record { uint32_t number; CXType type; };

/* Index of the unit's file for a CXFile; 0 for none. */
uint32_t unit_file(struct unit *u, CXFile file);

/* Number of its FILE record, written on first demand; 0 for 0. */
uint32_t unit_file_number(struct unit *u, uint32_t file);

/* Where an expansion lies. */
struct place unit_place(struct unit *u, CXSourceLocation location);

/* Line on which a range ends and the offset behind its last byte. */
struct place unit_place_end(struct unit *u, CXSourceRange range);

/* ---- types.c ---- */

uint32_t type_number(struct unit *u, CXType type);

/* Members of a record type, for initialisers; valid until the unit is closed. */
struct field_list types_fields(struct unit *u, CXType record);
uint32_t type_of(struct unit *u, CXCursor cursor);
enum type_kind type_kind(const struct unit *u, uint32_t number);

/* FIELD record of a field declaration. */
uint32_t field_number(struct unit *u, CXCursor field);

/* Writes the fields of records met since; call before a body and at the end. */
void types_flush(struct unit *u);

/* Name of a tag; "@file:line:col" when it has none. */
const char *tag_name(struct unit *u, CXCursor decl);

/* ---- symbols.c ---- */

uint32_t symbol_number(struct unit *u, CXCursor decl);

/* First pass: remembers a declaration of an own file. */
void symbols_note(struct unit *u, CXCursor decl);

/* Second pass: FUNCTION, GLOBAL, DECLARATION, PARAM and bodies. */
void symbols_write(struct unit *u, CXCursor decl);

/* A prototype or extern variable declared inside a body. */
void symbols_declare(struct unit *u, CXCursor decl);

static inline enum symbol_note
symbol_note(const struct unit *u, uint32_t number)
{
	return (enum symbol_note)u->symbol_notes.at[number];
}

/* ---- tree.c ---- */

struct node {
	CXCursor c;
	uint32_t first, next; /* 0: none */
	uint32_t last;
	uint32_t type;        /* number of TYPE plus 1, 0: not asked yet */
};

struct tree {
	VEC(struct node) nodes; /* 0 unused, 1 the root */
	VEC(uint32_t) stack;
};

/* Reads the tree below a cursor; the tree's memory is reused. */
void tree_read(struct tree *t, CXCursor root);

/* ---- literal.c ---- */

/* Bytes of a string literal, decoded into the unit's arena; wide ones as UTF-8. NULL when it cannot be read. */
char *literal_text(struct unit *u, CXCursor literal, size_t *length);
bool literal_integer(struct unit *u, CXCursor literal, int64_t *out);
bool literal_evaluate(CXCursor expression, int64_t *out);
const char *literal_float(struct unit *u, CXCursor literal);

/* The identifier written where the cursor begins, macros followed; "" when there is none. Unit's arena. */
const char *literal_word(struct unit *u, CXCursor cursor);

/* ---- body.c, expression.c, initialiser.c ---- */

struct body_item { bool is_event; uint32_t index; };

struct body {
	struct unit *u;
	struct tree tree;
	VEC(struct fact_local) locals;
	VEC(struct fact_value) values; /* number - 1 */
	VEC(struct fact_event) events;
	VEC(struct body_item) items;
	VEC(uint32_t) local_value;     /* VALUE_LOCAL of each local, 0 none yet */
	struct ptrmap local_of;        /* declaration → index of the local, plus 1 */
	VEC(const char *) labels;
	uint32_t calls;
	uint32_t file;                 /* of the latest event */
	uint32_t plain_elements;       /* arithmetic elements of aggregates initialised so far */
};

struct body *body_create(void);
void body_destroy(struct body *b);

/* The body of a function definition. */
void body_write_function(struct unit *u, CXCursor function, uint32_t symbol, uint32_t file);

/* The initialiser of a variable with static storage. */
void body_write_initialiser(struct unit *u, CXCursor variable, uint32_t symbol, uint32_t file);

uint32_t body_local(struct body *b, int kind, const char *name, uint32_t type, uint32_t line);
uint32_t body_value(struct body *b, enum value_op op, uint32_t a, uint32_t other, int64_t n, const char *text, uint32_t type);
uint32_t body_local_value(struct body *b, uint32_t local);
void body_event(struct body *b, CXCursor at, enum event_op op, int64_t a, int64_t other, int64_t n);
uint32_t body_label(struct body *b, const char *name);
void body_statement(struct body *b, uint32_t node);
/* Statements of a compound; the last one's value when `wanted`, else 0. */
uint32_t body_compound(struct body *b, uint32_t node, bool wanted);

static inline struct node *
body_node(struct body *b, uint32_t n)
{
	return &b->tree.nodes.at[n];
}

/* Type of a node, its number. */
uint32_t node_type(struct body *b, uint32_t n);
enum type_kind node_type_kind(struct body *b, uint32_t n);
uint32_t node_child(struct body *b, uint32_t n, unsigned index);

/* The expression behind parentheses and implicit casts. */
uint32_t node_strip(struct body *b, uint32_t n);

/* Number of a value; 0 for void. */
uint32_t expression_value(struct body *b, uint32_t n);
uint32_t expression_place(struct body *b, uint32_t n);
void expression_discard(struct body *b, uint32_t n);

/* An access event, when the place is one that counts. */
void expression_access(struct body *b, uint32_t n, uint32_t place, enum access_mode mode);
bool expression_is(enum CXCursorKind kind);

void initialise(struct body *b, uint32_t place, CXType type, uint32_t n);

/* ---- embedded.c ---- */

/* Before the first parse: translates the unit's source when it is one of embedded SQL. */
void embedded_begin(struct unit *u);
/* What libclang is to read in place of files; with room for more behind it. */
struct CXUnsavedFile *embedded_files(struct unit *u, size_t room, unsigned *count);
/* After a parse: translates headers that hold embedded SQL; true: parse again. */
bool embedded_more(struct unit *u, CXTranslationUnit tu);
/* Writes what was not understood as diagnostics; their number. */
unsigned embedded_report(struct unit *u);

/* ---- preprocessor.c ---- */

/* Top-level cursor of the preprocessor; false when it is none of them. */
bool preprocessor_note(struct unit *u, CXCursor c);
void preprocessor_inactive(struct unit *u);

/* ---- inactive.c ---- */

/* Writes what a switched-off block's bytes say; the first of them lies on `line`. Follows the block's INACTIVE record. */
void inactive_parts(struct unit *u, const char *bytes, size_t size, uint32_t line);

/* ---- cache.c ---- */

struct named { const char *shown, *hash; struct source *source; };

struct cache {
	const char *folder;
	struct sources *sources;
	struct named *closure; /* all files the unit at hand was read from, set by cache_name */
	size_t closure_count;
	char identity[HASH_HEX]; /* of this program and its libclang */
};

struct cached {
	char facts[56];   /* file name in the folder */
	enum unit_status status;
	unsigned errors, lost;
	const char *reason; /* NULL when ok */
};

void cache_init(struct cache *c, const char *folder, struct sources *sources);

/* Does an earlier fact file of this unit still hold? The reason lives in `a`. */
bool cache_find(struct cache *c, const struct compdb_unit *unit, struct arena *a, struct cached *out);

/* Name the facts of the unit just read are to be saved under. */
void cache_name(struct cache *c, struct unit *u, char out[56]);

/* Remembers what the facts were made from; `started`: when parsing began, nanoseconds. Failure costs a parse. */
void cache_store(struct cache *c, struct unit *u, const struct cached *entry, int64_t started);

/* ---- unit.c ---- */

struct unit_outcome {
	enum unit_status status;
	unsigned errors, lost;
	const char *reason; /* memory of the unit's arena, NULL when ok */
};

void unit_init(struct unit *u, struct sources *sources);
void unit_finish(struct unit *u);

/* Parses one unit and fills u->out; the translation unit stays open for cache_store until unit_close. */
struct unit_outcome unit_read(struct unit *u, CXIndex index, const struct compdb_unit *source);
void unit_close(struct unit *u);

#endif
