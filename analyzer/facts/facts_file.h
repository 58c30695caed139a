/* Fact files on disk: magic, version, string table, records as variable-length integers, a checksum behind. */
#ifndef FACTS_FACTS_FILE_H
#define FACTS_FACTS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "splitter/diag.h"
#include "splitter/facts.h"

struct fact_writer;
struct fact_reader;

struct fact_writer *fact_writer_create(void);
void fact_writer_destroy(struct fact_writer *w);

/* Number of the bytes in the string table; NUL allowed inside. */
int64_t fact_bytes(struct fact_writer *w, const char *bytes, size_t length);
int64_t fact_text(struct fact_writer *w, const char *text);

/* Appends a record; `fields` points to its struct fact_*. */
void fact_put(struct fact_writer *w, enum fact_kind kind, const void *fields);
#define FACT(w, upper, lower, ...) fact_put((w), FACT_##upper, &(struct fact_##lower){__VA_ARGS__})

/* How many records were put: restore with fact_rewind to drop a body that failed halfway. */
size_t fact_position(const struct fact_writer *w);

/* Drops the records put after a position; strings entered since stay in the table. */
void fact_rewind(struct fact_writer *w, size_t position);

/* Writes to a temporary beside `path` and renames; false with an error queued. Same records, same bytes. */
bool fact_writer_save(struct fact_writer *w, const char *path, struct diag_queue *diags);

/* Or to memory (free() it), for a worker that hands its facts through a pipe. */
void *fact_writer_image(struct fact_writer *w, size_t *size);

/* Reads and checks the whole file (magic, version, checksum, field and string ranges); NULL with an error queued. */
struct fact_reader *fact_reader_open(const char *path, struct diag_queue *diags);

/* The same on bytes in memory, which must outlive the reader; `name` is for messages. */
struct fact_reader *fact_reader_bytes(const void *image, size_t size, const char *name, struct diag_queue *diags);
void fact_reader_destroy(struct fact_reader *r);

/* The next record; false at the end. */
bool fact_next(struct fact_reader *r, struct fact *out);

/* A string of the table, NUL-terminated; `length` may be NULL. Valid while the reader lives. */
const char *fact_string(const struct fact_reader *r, int64_t id, size_t *length);
size_t fact_string_count(const struct fact_reader *r);

/* Writes the records as text, one a line `kind field=value …`, strings quoted and escaped: for goldens and people. */
void fact_dump(struct fact_reader *r, FILE *out);

#endif
