/* Vocabulary: every closed set of words that shows in views, JSON, DOT and the report, spelled once.
 * `NAME_word(e)` gives the spelling, `NAME_from(text)` the value or -1. */
#ifndef SPLITTER_VOCAB_H
#define SPLITTER_VOCAB_H

#define VOCAB_CONFIDENCE(X) \
	X(CONFIDENCE_EXACT, "exact")       /* the compiler says so */ \
	X(CONFIDENCE_RESOLVED, "resolved") /* derived without a choice */ \
	X(CONFIDENCE_FAMILY, "family")     /* one of a known set */ \
	X(CONFIDENCE_DECLARED, "declared") /* a rule or decision says so */ \
	X(CONFIDENCE_GUESSED, "guessed")

#define VOCAB_ORIGIN(X) \
	X(ORIGIN_OWN, "own") \
	X(ORIGIN_TEST, "test") \
	X(ORIGIN_VENDORED, "vendored") \
	X(ORIGIN_GENERATED, "generated") \
	X(ORIGIN_EXAMPLE, "example") \
	X(ORIGIN_OTHER_SYSTEM, "other_system")

#define VOCAB_UNIT_STATUS(X) \
	X(UNIT_OK, "ok") \
	X(UNIT_PARTIAL, "partial") \
	X(UNIT_CRASHED, "crashed") \
	X(UNIT_TIMEOUT, "timeout") \
	X(UNIT_OOM, "oom") \
	X(UNIT_SKIPPED, "skipped")

#define VOCAB_ASSUMPTION(X) \
	X(ASSUMPTION_STAND_IN, "stand_in") \
	X(ASSUMPTION_GUESSED, "guessed") \
	X(ASSUMPTION_INACTIVE, "inactive") \
	X(ASSUMPTION_LEFT_OUT, "left_out")

#define VOCAB_PROGRAM_KIND(X) \
	X(PROGRAM_WHOLE, "whole")           /* nothing is known: all units */ \
	X(PROGRAM_EXECUTABLE, "executable") \
	X(PROGRAM_LIBRARY, "library")       /* linked by nothing that is known */ \
	X(PROGRAM_PLUGIN, "plugin")         /* loaded at run time */ \
	X(PROGRAM_REST, "rest")             /* units of which it is not known where they belong */

/* The headers that come with this program, as they are shown, and what is said where one is read. */
#define OWN_HEADERS "<sys>/splitter/"
#define OWN_HEADER_TEXT "the library's own header was not found: our declarations of it stand in"

/* Where declarations that parse guessed are shown to lie. */
#define GUESSED_HEADER "<sys>/splitter-guessed.h"
/* What `how` says of a row that rests on one. */
#define GUESSED_HOW ", declared by guess"

#define VOCAB_FUNCTION_KIND(X) \
	X(FUNCTION_C, "function") \
	X(FUNCTION_ROUTINE, "routine") /* stored procedure or trigger */

#define VOCAB_CALL(X) \
	X(CALL_DIRECT, "direct") \
	X(CALL_INDIRECT, "indirect") \
	X(CALL_CALLBACK, "callback") /* made by code outside the tree */ \
	X(CALL_ROUTINE, "routine")

#define VOCAB_RESULT_USE(X) \
	X(RESULT_IGNORED, "ignored") \
	X(RESULT_CHECKED, "checked") /* only compared or tested */ \
	X(RESULT_USED, "used")

#define VOCAB_ACCESS(X) \
	X(ACCESS_READ, "read") \
	X(ACCESS_WRITE, "write") \
	X(ACCESS_ADDRESS, "address")

#define VOCAB_TABLE_MODE(X) \
	X(TABLE_CREATE, "create") /* INSERT */ \
	X(TABLE_READ, "read") \
	X(TABLE_UPDATE, "update") \
	X(TABLE_DELETE, "delete") \
	X(TABLE_DDL, "ddl")

#define VOCAB_TABLE_KIND(X) \
	X(TABLE_KIND_TABLE, "table") \
	X(TABLE_KIND_VIEW, "view") \
	X(TABLE_KIND_FAMILY, "family") /* names built at run time: *_job_table */

#define VOCAB_KEY_KIND(X) \
	X(KEY_PRIMARY, "primary") \
	X(KEY_UNIQUE, "unique") \
	X(KEY_FOREIGN, "foreign") \
	X(KEY_INDEX, "index")

#define VOCAB_PREDICATE(X) \
	X(PREDICATE_EQUAL, "equal") \
	X(PREDICATE_RANGE, "range") \
	X(PREDICATE_LIKE, "like") \
	X(PREDICATE_ORDER, "order") \
	X(PREDICATE_GROUP, "group")

#define VOCAB_DIRECTION(X) \
	X(DIRECTION_IN, "in") \
	X(DIRECTION_OUT, "out") \
	X(DIRECTION_INOUT, "inout")

#define VOCAB_ENTRY(X) \
	X(ENTRY_MAIN, "main") \
	X(ENTRY_COMMAND, "command") \
	X(ENTRY_ROUTE, "route") \
	X(ENTRY_THREAD, "thread") \
	X(ENTRY_SIGNAL, "signal") \
	X(ENTRY_CALLBACK, "callback") \
	X(ENTRY_JOB, "job") \
	X(ENTRY_EXPORTED, "exported")

#define VOCAB_RESOURCE(X) \
	X(RESOURCE_FILE, "file") \
	X(RESOURCE_SOCKET, "socket") \
	X(RESOURCE_PROCESS, "process") \
	X(RESOURCE_THREAD, "thread") \
	X(RESOURCE_SIGNAL, "signal") \
	X(RESOURCE_TIME, "time") \
	X(RESOURCE_ENV, "env") \
	X(RESOURCE_QUEUE, "queue")

#define VOCAB_UNRESOLVED(X) \
	X(UNRESOLVED_CALL, "call") \
	X(UNRESOLVED_SQL, "sql") \
	X(UNRESOLVED_TEXT, "text") /* SQL-looking literal that reaches no driver */ \
	X(UNRESOLVED_TABLE, "table") \
	X(UNRESOLVED_INCLUDE, "include") \
	X(UNRESOLVED_TYPE, "type")

#define VOCAB_SERVICE_KIND(X) \
	X(SERVICE_SERVICE, "service") \
	X(SERVICE_SHARED, "shared")

#define VOCAB_MEMBER(X) \
	X(MEMBER_FUNCTION, "function") \
	X(MEMBER_GLOBAL, "global") \
	X(MEMBER_TABLE, "table")

#define VOCAB_CUT(X) \
	X(CUT_CALL, "call") \
	X(CUT_TABLE, "table") \
	X(CUT_GLOBAL, "global") \
	X(CUT_JOIN, "join") \
	X(CUT_TRANSACTION, "transaction") \
	X(CUT_FOREIGN_KEY, "foreign_key")

#define VOCAB_REMEDY(X) \
	X(REMEDY_API, "api call") \
	X(REMEDY_READ_MODEL, "read model") \
	X(REMEDY_EVENT, "event") \
	X(REMEDY_SAGA, "saga") \
	X(REMEDY_MOVE, "move") \
	X(REMEDY_MERGE, "merge")

#define VOCAB_SEVERITY(X) \
	X(SEVERITY_HIGH, "high")     /* cannot work as a function, or works wrongly */ \
	X(SEVERITY_MEDIUM, "medium") /* works, at a price or not always */ \
	X(SEVERITY_LOW, "low")       /* to be known; only at start */

#define VOCAB_ENUM(name, word) name,
#define VOCAB_DECLARE(type, last, prefix, LIST) \
	enum type { LIST(VOCAB_ENUM) last }; \
	const char *prefix##_word(enum type e); \
	int prefix##_from(const char *word);

/* type, count, prefix of its functions, list */
#define VOCAB_ALL(X) \
	X(confidence, CONFIDENCE_COUNT, confidence, VOCAB_CONFIDENCE) \
	X(origin, ORIGIN_COUNT, origin, VOCAB_ORIGIN) \
	X(unit_status, UNIT_STATUS_COUNT, unit_status, VOCAB_UNIT_STATUS) \
	X(assumption_kind, ASSUMPTION_COUNT, assumption, VOCAB_ASSUMPTION) \
	X(program_kind, PROGRAM_KIND_COUNT, program_kind, VOCAB_PROGRAM_KIND) \
	X(function_kind, FUNCTION_KIND_COUNT, function_kind, VOCAB_FUNCTION_KIND) \
	X(call_kind, CALL_KIND_COUNT, call_kind, VOCAB_CALL) \
	X(result_use, RESULT_USE_COUNT, result_use, VOCAB_RESULT_USE) \
	X(access_mode, ACCESS_MODE_COUNT, access_mode, VOCAB_ACCESS) \
	X(table_mode, TABLE_MODE_COUNT, table_mode, VOCAB_TABLE_MODE) \
	X(table_kind, TABLE_KIND_COUNT, table_kind, VOCAB_TABLE_KIND) \
	X(key_kind, KEY_KIND_COUNT, key_kind, VOCAB_KEY_KIND) \
	X(predicate_role, PREDICATE_COUNT, predicate, VOCAB_PREDICATE) \
	X(direction, DIRECTION_COUNT, direction, VOCAB_DIRECTION) \
	X(entry_kind, ENTRY_KIND_COUNT, entry_kind, VOCAB_ENTRY) \
	X(resource_kind, RESOURCE_KIND_COUNT, resource, VOCAB_RESOURCE) \
	X(unresolved_kind, UNRESOLVED_COUNT, unresolved, VOCAB_UNRESOLVED) \
	X(service_kind, SERVICE_KIND_COUNT, service_kind, VOCAB_SERVICE_KIND) \
	X(member_kind, MEMBER_KIND_COUNT, member_kind, VOCAB_MEMBER) \
	X(cut_kind, CUT_KIND_COUNT, cut, VOCAB_CUT) \
	X(remedy_kind, REMEDY_KIND_COUNT, remedy, VOCAB_REMEDY) \
	X(severity, SEVERITY_COUNT, severity, VOCAB_SEVERITY)

VOCAB_ALL(VOCAB_DECLARE)

#endif
