/* Score: how good a partition of a program is, by measures of the field. In: facts, partitions. Out: numbers.
 *
 * Members are functions and tables; two are tied when one calls the other or works on the other (guessed calls and
 * what triggers and keys bring apart). Globals are no members: known partitions do not speak of them. */
#ifndef SCORE_SCORE_H
#define SCORE_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/vec.h"
#include "store/store.h"

#define SCORE_NONE UINT32_MAX

struct score_member {
	enum member_kind kind; /* function or table */
	int64_t row;           /* id in its table */
	const char *key, *name, *file; /* never NULL */
	const char *store;     /* of a table */
};

struct score_pair {
	uint32_t a, b;   /* a <= b; a == b: a function that calls itself */
	uint32_t volume; /* call sites and accesses, both ways */
};

struct score_use { /* a function's accesses to a table */
	uint32_t function, table; /* members */
	bool writes;
};

struct score_program {
	struct arena arena;
	struct score_member *members; /* functions, then tables; each by key, then row */
	uint32_t count, functions;
	VEC(struct score_pair) pairs; /* distinct, sorted */
	VEC(struct score_use) uses;   /* distinct, sorted */
	uint32_t *component;          /* by member: connected by calls, globals and tables; any numbers */
	const char **table_words;     /* by member: the group of tables it works on most, "" for none */
};

/* Loads members and ties. False with an error queued by the evidence; finish in any case. */
bool score_load(struct score_program *p, struct evidence *facts);
void score_finish(struct score_program *p);

/* A partition: a cluster for each member, SCORE_NONE for those it does not hold. Equal numbers, same cluster. */
struct score_partition {
	const char *name;
	uint32_t *cluster; /* by member */
};

/* A partition that holds nothing yet, in memory of the program. */
struct score_partition score_empty(struct score_program *p, const char *name);

/* The partition that rows of the facts were given; rows of globals and unknown ones are passed over. */
struct score_row { enum member_kind kind; int64_t row; uint32_t cluster; };
struct score_partition score_of_rows(struct score_program *p, const char *name, const struct score_row *rows, size_t count);

/* The trivial partitions, which any clustering has to beat: of every member. `out` has SCORE_TRIVIAL places. */
enum { SCORE_TRIVIAL = 7 };
void score_trivial(struct score_program *p, struct score_partition *out);

/* The first letters of a name, to what is none or to a capital after a small letter; in small letters. */
const char *score_first_word(struct arena *a, const char *text);

/* ---- a known partition from outside ---- */

struct score_reading { /* what reading met; lines that are neither empty nor comments */
	size_t taken;      /* members */
	size_t unknown, ambiguous; /* names of nothing, of several functions */
	size_t repeated;   /* said again; the last word counts */
	size_t unreadable; /* lines of another form, with a NUL byte, or too long */
	const char *first_unknown, *first_ambiguous; /* NULL or as written, in memory of the program */
};

/* Reads `contain CLUSTER MEMBER` lines (rigi standard format). A word in double quotes may hold blanks; MEMBER goes on
 * to the end of the line. MEMBER is a function's name, its key (FILE:NAME), function:KEY, or table:NAME. */
void score_read_rsf(struct score_program *p, FILE *in, struct score_partition *out, struct score_reading *reading);

/* ---- measures ---- */

/* For each measure: name in the database and in JSON, what it is. NAN where it is not defined. */
#define SCORE_METRICS(X) \
	X(MEMBERS, "members", "functions and tables compared") \
	X(CLUSTERS, "clusters", "clusters that hold them") \
	X(LARGEST, "largest", "share of the members in the largest cluster") \
	X(SM, "sm", "structural modularity; higher is better") \
	X(ICP, "icp", "share of calls and accesses between clusters; lower") \
	X(IFN, "ifn", "tied pairs across clusters, for each cluster; lower") \
	X(NED, "ned", "share of members in clusters of unusual size; lower") \
	X(TURBOMQ, "turbomq", "sum of cluster factors; higher") \
	X(TURBOMQ_MEAN, "turbomq_mean", "the same for each cluster") \
	X(MODULARITY, "modularity", "Newman's Q; higher") \
	X(PURITY, "purity", "tables used by one cluster; 1 is best") \
	X(WRITE_PURITY, "write_purity", "tables written by one cluster; 1 is best") \
	X(ARI, "ari", "agreement with the known partition, chance apart; 100 is best") \
	X(MOJOFM, "mojofm", "the same by moves and joins; 100 is best")

#define SCORE_ENUM(upper, name, text) SCORE_##upper,
enum score_metric { SCORE_METRICS(SCORE_ENUM) SCORE_METRIC_COUNT };

const char *score_metric_name(enum score_metric m);
const char *score_metric_text(enum score_metric m);

struct score_range { uint32_t least, most; }; /* of usual sizes, for NED; published: 5 to 20 */
#define SCORE_RANGE_PUBLISHED ((struct score_range){5, 20})

/* All measures of `found` on the members that `among` holds (NULL: that `found` holds); `truth` may be NULL. */
void score_measure(const struct score_program *p, const struct score_partition *found, const struct score_partition *truth,
                   const bool *among, struct score_range usual, double values[SCORE_METRIC_COUNT]);

/* Puts score rows: what is defined of ours and of the trivial partitions, on the members of ours, six digits. */
void score_put(struct score_program *p, const struct score_row *ours, size_t count, struct store *out);

/* Parts of score_measure, on clusters numbered densely: 0 … count - 1, SCORE_NONE for what is left out. */
struct score_clusters {
	uint32_t *of;    /* by member */
	uint32_t *size;  /* by cluster */
	uint32_t count, members;
};

/* SM = mean_i(u_i / N_i^2) - mean_{i<j}(s_ij / (2 N_i N_j)): N members, u tied pairs within, s across, undirected and
 * distinct, self pairs within (Jin et al., TSE 2019; as the code of Kalia et al., FSE 2021, counts pairs, but each pair of
 * clusters once). ICP = sum of w across / sum of w, w = ln(volume) + 1 (same code; CARGO takes volume itself).
 * IFN = tied pairs across / K (same code).
 * TurboMQ = sum of CF_i = 2 u_i / (2 u_i + ext_i), 0 without u_i (Mitchell and Mancoridis, TSE 2006; some divide by K).
 * Q = sum of u_i / m - (d_i / 2m)^2 (Newman and Girvan 2004, resolution 1). Self pairs count in SM alone. */
void score_structure(const struct score_program *p, const struct score_clusters *c, double values[SCORE_METRIC_COUNT]);

/* NED = 1 - (members in clusters of usual size) / members (Kalia et al., FSE 2021: 5 to 20 classes). */
double score_ned(const struct score_clusters *c, struct score_range usual);

/* 1 - mean over tables of H / ln K, H the entropy of the clusters of the functions that work on it (Nitin et al., CARGO,
 * ASE 2022, who leave out ln K and go below 0). K: all clusters. NAN without such a table, 1 for one cluster. */
double score_purity(const struct score_program *p, const struct score_clusters *c, bool writes_only);

/* Adjusted Rand index times 100 (Hubert and Arabie 1985); 0 where it is not defined: both are one cluster, or all single. */
double score_ari(const struct score_clusters *found, const struct score_clusters *truth, uint32_t members);

/* 100 (1 - mno(A, B) / max mno(X, B)), mno: moves and joins from A to B, a cluster's tag by largest intersection, ties by a
 * largest matching (Wen and Tzerpos 2004). */
double score_mojofm(const struct score_clusters *found, const struct score_clusters *truth, uint32_t members);

#endif
