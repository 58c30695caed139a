/* Names that a unit uses and no header declares: declarations guessed from how they are used. Private to parse. */
#ifndef PARSE_GUESS_H
#define PARSE_GUESS_H

#include "parse/unit.h"

enum guess_kind {
	GUESS_RECORD,   /* type: a struct with the members that are asked for */
	GUESS_NUMBER,   /* type: an integer */
	GUESS_TAG,      /* struct that is declared, but not what it holds */
	GUESS_CONSTANT, /* value: an enumerator */
	GUESS_VARIABLE, /* value: an integer object */
	GUESS_POINTER,  /* value: points to a record */
	GUESS_OBJECT,   /* value: a record */
	GUESS_ARRAY,    /* value: an array of integers */
	GUESS_FUNCTION
};

struct guess_member {
	const char *name;
	enum guess_kind kind; /* VARIABLE, POINTER, OBJECT, ARRAY, FUNCTION */
};

struct guess {
	const char *name;
	enum guess_kind kind;
	VEC(struct guess_member) members;
	bool turned;       /* its kind was changed once */
	const char *shown; /* file of the first use */
	unsigned line;
};

struct guesses {
	struct unit *u;
	VEC(struct guess) list;
};

/* Where the declarations seem to lie, shown as GUESSED_HEADER; no such file exists. */
#define GUESS_FILE "/splitter-guessed.h"

/* Learns from the errors of a parse; false when there is nothing new. Texts live in the unit's arena. */
bool guesses_learn(struct guesses *g, CXTranslationUnit tu);

/* The declarations as C, sorted by name. */
const char *guesses_text(struct guesses *g);

/* An ASSUMPTION record a guess. */
void guesses_write(struct guesses *g);
void guesses_finish(struct guesses *g);

#endif
