/* The program in memory: the facts of all units united, under dense ids. Filled by link, read by link and data.
 *
 * A symbol is (name, defining file). Bodies refer to united symbols, fields and types; what two units say
 * alike (an inline function of a header) is one body, what they say differently is several bodies of one
 * symbol. Ids follow the sorted order of units and records, so they are the same for the same input. */
#ifndef FACTS_PROGRAM_H
#define FACTS_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"
#include "splitter/facts.h"
#include "splitter/vocab.h"

#define PROGRAM_NONE UINT32_MAX

struct program_type {
	str_id spelling;
	enum type_kind kind;
	int64_t size, count;
	uint32_t element; /* type, PROGRAM_NONE */
	uint32_t record;  /* record, PROGRAM_NONE */
	bool is_const, is_signed;
};

struct program_record {
	str_id name, file;
	bool is_union;
};

struct program_field {
	uint32_t record;
	str_id name;
	uint32_t type;
	uint32_t index;
};

struct program_param {
	str_id name;
	uint32_t type;
	bool guessed; /* the type was declared by guess */
};

struct program_symbol {
	str_id name;
	str_id file;          /* defining file; of an undefined one: of its declaration, 0 none */
	str_id key;           /* file:name, file:function.name; of an undefined one the bare name */
	bool is_function, is_defined, is_static, is_system /* declared by a system header only */;
	bool is_const, tentative, in_header;
	uint32_t owner;       /* function of a static local, PROGRAM_NONE */
	uint32_t line, end_line;
	str_id physical_file;
	uint32_t physical_line, physical_end_line;
	uint32_t flags;       /* enum function_flag */
	uint32_t type;        /* of a function: its result's type */
	str_id attributes;
	enum origin origin;   /* of the defining file */
	struct program_param *params;
	uint32_t param_count;
	uint32_t first_body;  /* chain of bodies, PROGRAM_NONE */
	uint32_t number;      /* id of its row in the store, 0 none */
	uint32_t unit;        /* that defines it, the first of several, PROGRAM_NONE */
	uint32_t set;         /* link sets it is part of: link/meeting.h */
};

struct program_local {
	str_id name;
	uint32_t type;
	uint32_t line;
	uint8_t kind; /* 0 parameter, 1 local, 2 temporary */
};

struct program_value { /* as VALUE, references united; values count from 1, [0] unused */
	uint8_t op;
	bool guessed;  /* names something that parse declared by guess: symbol or field */
	uint32_t a, b; /* VALUE_GLOBAL and VALUE_FUNCTION: a = symbol; VALUE_FIELD: b = field */
	str_id text;
	uint32_t type;
	int64_t n;
};

struct program_event { /* as EVENT; file already told apart */
	uint8_t op;
	uint32_t a, b;
	str_id file;
	uint32_t line, col;
	int64_t n;
};

struct program_body {
	uint32_t symbol;
	bool is_initialiser;
	str_id file;
	struct program_local *locals;
	uint32_t local_count;
	struct program_value *values; /* value_count + 1 entries */
	uint32_t value_count;
	struct program_event *events;
	uint32_t event_count;
	uint32_t call_count;          /* calls are numbered from 1 */
	uint32_t *call_event;         /* [call] → index of its EVENT_CALL; call_count + 1 entries */
	uint32_t next;                /* next body of the symbol, PROGRAM_NONE */
	uint64_t digest;
	uint32_t first_unit;          /* units that have it: chain in program.body_units */
	uint32_t set;                 /* link sets it is part of: link/meeting.h */
};

struct program_unit {
	str_id file, config, reason;
	enum origin origin;
	enum unit_status status;
	uint32_t errors, lost;
	uint32_t declared; /* set of the link sets that index lists it in */
};

struct program_file {
	str_id path, hash;
	enum origin origin;
};

struct program_note { /* diagnostics and switched-off blocks, united by value */
	str_id file, text, category;
	uint32_t line, col, end_line, severity;
	str_id config;                    /* of a switched-off block, likewise */
	uint32_t first_part, part_count;  /* in program.inactive_parts */
};

struct program_inactive_part { str_id text; uint32_t line; bool is_call; };

struct program_linked { /* a link set */
	str_id name, file; /* file, line: what tells of it, 0 a build */
	uint32_t line;
	enum program_kind kind;
	enum confidence confidence;
};

struct program_member { uint32_t program, unit; };
struct program_meeting { uint32_t program, other; }; /* a plugin and its host */
struct program_body_unit { uint32_t unit, next; };

struct program_script { str_id file, text; size_t length; enum origin origin; };
struct program_assumption { enum assumption_kind kind; str_id file, text; uint32_t line; };

struct program_constant { /* a line uses a macro that stands for a whole number */
	str_id name;
	int64_t value;
	uint32_t next; /* of the line, PROGRAM_NONE */
};

struct program {
	struct arena arena;
	struct intern text;
	VEC(struct program_type) types;
	VEC(struct program_record) records;
	VEC(struct program_field) fields;
	VEC(struct program_symbol) symbols;
	VEC(struct program_body) bodies;
	VEC(struct program_unit) units;
	VEC(struct program_file) files;
	VEC(struct program_note) diagnostics;
	VEC(struct program_note) inactive;
	VEC(struct program_inactive_part) inactive_parts;
	VEC(struct program_script) scripts;
	VEC(struct program_assumption) assumptions;
	VEC(struct program_linked) programs;
	VEC(struct program_member) members; /* as index tells */
	VEC(struct program_meeting) meetings;
	VEC(struct program_body_unit) body_units;
	VEC(str_id) configs; /* by name, facts/configs.h */
	/* sets of link sets, set_words a row, three rows each: members, what meets them, plugins beside them */
	VEC(uint64_t) sets;
	size_t set_words;
	uint64_t *set_rows; /* two rows a program, likewise */
	struct map set_ids; /* by bytes */
	VEC(struct program_constant) constants;
	struct map constant_first; /* (file, line) → index of the line's first */
	/* united records, for uniting more */
	struct map type_ids, record_ids, field_ids, symbol_ids, file_ids, note_ids;
	/* name → symbols: chains through the names of external definitions */
	struct map external_first;   /* name → index of the first defined external symbol */
	VEC(uint32_t) external_next; /* per symbol: next one of the same name, PROGRAM_NONE */
};

void program_init(struct program *p);
void program_finish(struct program *p);

static inline const char *
program_text(const struct program *p, str_id id)
{
	return intern_get(&p->text, id);
}

/* The value behind casts. Asked for nearly every value of every body. */
static inline const struct program_value *
program_strip(const struct program_body *body, uint32_t value)
{
	const struct program_value *v = &body->values[value];
	while (v->op == VALUE_CAST)
		v = &body->values[v->a];
	return v;
}

/* Notes the use of a macro in a line; once is enough. */
void program_add_constant(struct program *p, str_id file, uint32_t line, str_id name, int64_t value);

/* The first name in (file, line) that stands for `value` and that `wanted` accepts; 0 when there is none. */
str_id program_constant(const struct program *p, str_id file, uint32_t line, int64_t value, bool (*wanted)(const char *name));

/* Is it named like an error: STATUS_ERR, invalid, …? */
bool program_names_error(const char *name);

/* The symbol called directly by the call, PROGRAM_NONE when it is indirect. */
static inline uint32_t
program_callee(const struct program_body *body, const struct program_event *call)
{
	const struct program_value *v = program_strip(body, call->a);
	while (v->op == VALUE_DEREF || v->op == VALUE_ADDRESS)
		v = program_strip(body, v->a);
	return v->op == VALUE_FUNCTION ? v->a : PROGRAM_NONE;
}

/* Does the value lie at, or is it found through, something that parse declared by guess? */
bool program_is_guessed(const struct program_body *body, uint32_t value);

/* What is left of a confidence when the row rests on a guessed declaration. */
static inline enum confidence
program_less_sure(enum confidence c, bool guessed)
{
	return !guessed ? c : c == CONFIDENCE_EXACT ? CONFIDENCE_RESOLVED : CONFIDENCE_GUESSED;
}

/* The value of argument `position` (from 1) of the call event at `event`, 0 when there is none. */
uint32_t program_argument(const struct program_body *body, uint32_t event, uint32_t position);

#endif
