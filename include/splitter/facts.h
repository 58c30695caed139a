/* Facts: what one unit says, in order, without conclusions. A fact file is a string table and a stream of
 * records; every record is a row of the tables below, fields in this order. Adding a kind or field raises
 * FACTS_VERSION; a change costs a re-parse, nothing else.
 *
 * Numbering: FILE, MACRO, TYPE, RECORD, FIELD, ENUM, SYMBOL records are numbered 1, 2, … each by order of
 * appearance in the file and referred to by that number; 0 means none. VALUE records are numbered 1, 2, …
 * anew in each body. A record is written before the first one that refers to it.
 *
 * A body (BODY … END) is a function's body or a variable's initialiser: LOCALs (parameters first, in order,
 * then locals and temporaries in order of appearance), VALUEs and EVENTs in order of evaluation as written.
 * The events are the control and data flow; the values are the one value-flow language for function
 * pointers, SQL text and everything else. */
#ifndef SPLITTER_FACTS_H
#define SPLITTER_FACTS_H

#include <stdint.h>

enum { FACTS_VERSION = 4 };

/* S: number in the string table (0 is ""), U: unsigned, I: signed */
#define FACT_FIELDS_UNIT(S, U, I) /* first record of a unit's file; status: enum unit_status; errors: error \
	diagnostics; lost: declarations and statements dropped by the parser */ \
	S(file) U(status) U(errors) U(lost) S(reason)
#define FACT_FIELDS_FILE(S, U, I) /* path: relative to DIR, <sys>/… or <build>/… outside; hash: SHA-256 of own files */ \
	S(path) S(hash) U(system)
#define FACT_FIELDS_INCLUDE(S, U, I) U(file) U(included) U(line)
#define FACT_FIELDS_DIAGNOSTIC(S, U, I) /* severity: 0 note 1 warning 2 error 3 fatal */ \
	U(severity) U(file) U(line) U(col) S(text) S(category) U(lost)
#define FACT_FIELDS_INACTIVE(S, U, I) /* lines switched off by the preprocessor */ \
	U(file) U(line) U(end_line) S(condition)
#define FACT_FIELDS_INACTIVE_PART(S, U, I) /* of the block before it: a text of several words, or a name that is called */ \
	U(line) U(is_call) S(text)
#define FACT_FIELDS_MACRO(S, U, I) /* of own files; body as tokens joined by blanks */ \
	U(file) U(line) S(name) S(body) U(function_like)
#define FACT_FIELDS_MACRO_USE(S, U, I) U(macro) U(file) U(line)
#define FACT_FIELDS_TYPE(S, U, I) /* spelling: canonical; kind: enum type_kind; size in bytes, -1 unknown; \
	element: pointee, array element or function result; count: array length, -1 unknown */ \
	S(spelling) U(kind) I(size) U(element) I(count) U(record) U(enumeration) U(is_const) U(is_signed)
#define FACT_FIELDS_RECORD(S, U, I) /* name: tag, or the typedef's name, or @file:line:col when anonymous */ \
	S(name) U(is_union) U(file) U(line) U(end_line) I(size) U(complete) U(system)
#define FACT_FIELDS_FIELD(S, U, I) /* index within the record; offset in bits, -1 unknown; width: bits of a bit-field, else 0 */ \
	U(record) U(index) S(name) U(type) I(offset) U(width) U(line)
#define FACT_FIELDS_ENUM(S, U, I) S(name) U(file) U(line) U(end_line)
#define FACT_FIELDS_ENUMERATOR(S, U, I) U(enumeration) S(name) I(value) U(line)
#define FACT_FIELDS_TYPEDEF(S, U, I) S(name) U(type) U(file) U(line)
#define FACT_FIELDS_SYMBOL(S, U, I) /* a function or variable that is defined, declared in own files, or used; \
	linkage: enum linkage_kind; file: of its definition for internal linkage and static locals, else of its \
	first declaration; owner: function symbol of a static local; system: declared in a system header only; \
	attributes: text of those that matter (format, noreturn, constructor, weak, alias …) */ \
	S(name) U(is_function) U(linkage) U(file) U(line) U(owner) U(system) U(type) S(attributes)
#define FACT_FIELDS_FUNCTION(S, U, I) /* a definition; physical_*: where the bytes are, differs under #line; \
	begin, end: byte offsets there; flags: bits of enum function_flag */ \
	U(symbol) U(file) U(line) U(end_line) U(physical_file) U(physical_line) U(physical_end_line) \
	U(begin) U(end) U(flags) U(result) U(params)
#define FACT_FIELDS_DECLARATION(S, U, I) /* of an own file, without body or initialiser */ \
	U(symbol) U(file) U(line) U(is_extern)
#define FACT_FIELDS_PARAM(S, U, I) /* of each function defined or declared in own files; position from 1; \
	guessed: its type is one that parse declared by guess */ \
	U(symbol) U(position) S(name) U(type) U(guessed)
#define FACT_FIELDS_GLOBAL(S, U, I) /* a variable's definition: global or static local; tentative: no initialiser */ \
	U(symbol) U(file) U(line) U(end_line) U(physical_file) U(physical_line) U(physical_end_line) U(begin) U(end) \
	U(type) U(is_const) U(tentative)
#define FACT_FIELDS_BODY(S, U, I) /* of a FUNCTION, or the initialiser of a GLOBAL */ \
	U(symbol) U(is_initialiser) U(file)
#define FACT_FIELDS_LOCAL(S, U, I) /* index from 0; kind: 0 parameter, 1 local, 2 temporary of the parser */ \
	U(index) U(kind) S(name) U(type) U(line)
#define FACT_FIELDS_VALUE(S, U, I) /* op: enum value_op; a, b: values, symbol, field or local as the op says */ \
	U(op) U(a) U(b) I(n) S(text) U(type)
#define FACT_FIELDS_EVENT(S, U, I) /* op: enum event_op; place: presumed, in the file of the latest EVENT_FILE or of the BODY */ \
	U(op) U(a) I(b) I(n) U(line) U(col)
#define FACT_FIELDS_END(S, U, I) U(values)
/* records of the index (one file a run, made by index for link) */
#define FACT_FIELDS_LISTED(S, U, I) /* one a unit and configuration; facts: file name in the cache, "" when there is none */ \
	S(file) S(config) U(origin) U(status) U(errors) U(lost) S(reason) S(facts)
#define FACT_FIELDS_PROGRAM(S, U, I) /* a link set; kind: enum program_kind; file, line: what tells of it */ \
	S(name) U(kind) U(confidence) S(file) U(line)
#define FACT_FIELDS_PROGRAM_UNIT(S, U, I) /* numbers of PROGRAM and LISTED records, from 1 */ \
	U(program) U(unit)
#define FACT_FIELDS_MEETING(S, U, I) /* two programs that meet in one process: a plugin and its host */ \
	U(program) U(other)
#define FACT_FIELDS_ASSUMPTION(S, U, I) /* kind: enum assumption_kind */ \
	U(kind) S(file) U(line) S(text)
#define FACT_FIELDS_SCRIPT(S, U, I) /* a .sql file of the tree, whole */ \
	S(file) S(hash) S(text) U(origin)

#define FACT_KINDS(X) \
	X(UNIT, unit) X(FILE, file) X(INCLUDE, include) X(DIAGNOSTIC, diagnostic) X(INACTIVE, inactive) \
	X(MACRO, macro) X(MACRO_USE, macro_use) X(TYPE, type) X(RECORD, record) X(FIELD, field) \
	X(ENUM, enum) X(ENUMERATOR, enumerator) X(TYPEDEF, typedef) X(SYMBOL, symbol) X(FUNCTION, function) \
	X(DECLARATION, declaration) X(PARAM, param) X(GLOBAL, global) X(BODY, body) X(LOCAL, local) \
	X(VALUE, value) X(EVENT, event) X(END, end) \
	X(LISTED, listed) X(PROGRAM, program) X(PROGRAM_UNIT, program_unit) X(ASSUMPTION, assumption) X(SCRIPT, script) \
	X(MEETING, meeting) X(INACTIVE_PART, inactive_part)

#define FACT_ENUM(upper, lower) FACT_##upper,
enum fact_kind { FACT_KINDS(FACT_ENUM) FACT_KIND_COUNT };

/* One struct a kind, every field an int64_t in the order above, so that codec and dumper are generic. */
#define FACT_MEMBER(name) int64_t name;
#define FACT_STRUCT(upper, lower) \
	struct fact_##lower { FACT_FIELDS_##upper(FACT_MEMBER, FACT_MEMBER, FACT_MEMBER) };
FACT_KINDS(FACT_STRUCT)

#define FACT_IN_UNION(upper, lower) struct fact_##lower lower##_;
struct fact {
	enum fact_kind kind;
	union {
		FACT_KINDS(FACT_IN_UNION)
		int64_t fields[16];
	};
};

enum type_kind {
	TYPE_OTHER, TYPE_VOID, TYPE_BOOL, TYPE_CHAR, TYPE_INTEGER, TYPE_FLOAT, TYPE_ENUM, TYPE_POINTER, TYPE_ARRAY,
	TYPE_RECORD, TYPE_FUNCTION, TYPE_VA_LIST
};

enum linkage_kind { LINKAGE_EXTERNAL, LINKAGE_INTERNAL, LINKAGE_STATIC_LOCAL };

enum function_flag {
	FUNCTION_STATIC = 1, FUNCTION_INLINE = 2, FUNCTION_VARIADIC = 4, FUNCTION_OLD_STYLE = 8 /* K&R */,
	FUNCTION_FROM_MACRO = 16 /* its name comes out of a macro's expansion */,
	FUNCTION_GUESSED = 32 /* its result's type is one that parse declared by guess */
};

/* Values. Places are lvalues; using a place as an operand where a value is wanted reads it. */
enum value_op {
	VALUE_HOLE,     /* cannot be said; text: why, if known */
	VALUE_LOCAL,    /* place: a = index of the LOCAL */
	VALUE_GLOBAL,   /* place: a = symbol of the variable */
	VALUE_FIELD,    /* place: a = base value, b = FIELD; n = 1: through a pointer (->) */
	VALUE_ELEMENT,  /* place: a = base: place of an array or value of a pointer, as its type says; b = index value
	                   (0 unknown), n = constant index or -1 */
	VALUE_DEREF,    /* place: a = pointer value */
	VALUE_FUNCTION, /* a = symbol of the function (address of it) */
	VALUE_ADDRESS,  /* a = place; an array used as a value is its place's address (type of the pointer, 0 unknown) */
	VALUE_TEXT,     /* string literal: text = its bytes, concatenated and expanded; n = line */
	VALUE_INTEGER,  /* n = constant (enum constants, character constants, sizeof and offsetof included); \
	                   text = name of the enum constant */
	VALUE_FLOAT,    /* floating constant, text as written */
	VALUE_CALL,     /* result of a call: n = number of the EVENT_CALL within the body, from 1 */
	VALUE_EITHER,   /* one of a and b: ?: */
	VALUE_BINARY,   /* a op b: n = enum operator_kind */
	VALUE_UNARY,    /* op a: n = enum operator_kind */
	VALUE_CAST,     /* explicit cast of a to type */
	VALUE_VA_ARG    /* next variable argument of list a */
};

enum operator_kind { /* compound assignments use the operator's own number; OPERATOR_NONE is plain = */
	OPERATOR_NONE, OPERATOR_ADD, OPERATOR_SUB, OPERATOR_MUL, OPERATOR_DIV, OPERATOR_MOD, OPERATOR_SHL, OPERATOR_SHR,
	OPERATOR_AND, OPERATOR_OR, OPERATOR_XOR, OPERATOR_EQ, OPERATOR_NE, OPERATOR_LT, OPERATOR_GT, OPERATOR_LE,
	OPERATOR_GE, OPERATOR_LAND, OPERATOR_LOR, OPERATOR_NOT, OPERATOR_BITNOT, OPERATOR_MINUS, OPERATOR_COMMA,
	OPERATOR_INIT /* initialiser: EVENT_ASSIGN only */, OPERATOR_INCREMENT, OPERATOR_DECREMENT,
	OPERATOR_POINTER_ADD /* a pointer plus or minus something: still points into the same object */
};

enum event_op {
	EVENT_ASSIGN,  /* a = place, b = value (1 for ++ and --), n = enum operator_kind; the assignment itself used as a
	                  value is b, or the place when n combines */
	EVENT_CALL,    /* a = callee (VALUE_FUNCTION when direct), b = number of the call within the body, n = arguments */
	EVENT_ARGUMENT,/* follows its call: a = value, n = position from 1, b = call */
	EVENT_RETURN,  /* a = value or 0 */
	EVENT_ACCESS,  /* a = place rooted in a global (VALUE_GLOBAL), n = enum access_mode; once a place and mode and expression; \
	                  or a = VALUE_FIELD place of a record reached through a pointer */
	EVENT_TEST,    /* a = value decided on (if, loop, switch, ?:, left side of && and ||) */
	EVENT_ENTER,   /* n = enum nest_kind; a = value decided on, when there is one (not of loops: tested inside) */
	EVENT_LEAVE,   /* n = enum nest_kind */
	EVENT_CASE,    /* n = constant, b = last constant of a range or the same (may be negative); a = 1: default */
	EVENT_JUMP,    /* n = 0 break, 1 continue, 2 goto (b = label), 3 computed goto */
	EVENT_LABEL,   /* b = label, numbered from 1 in the body */
	EVENT_FILE     /* a = FILE: the following events lie there */
};

enum nest_kind {
	NEST_LOOP, NEST_THEN, NEST_ELSE, NEST_SWITCH, NEST_ARM /* arm of ?:, right side of && and || */,
	NEST_ONCE /* do … while (0) that a break or continue leaves; without one it is not nested at all */
};

#endif
