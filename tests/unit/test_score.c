/* Score: measures of a small program worked out by hand, trivial partitions, and known ones nobody vouches for. */
#include "score/score.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"

#define CHECK_NEAR(have, want) CHECK(fabs((have) - (want)) < 1e-6)

static char folder[] = "/tmp/test_score.XXXXXX";

/* 1 order_add and 2 orderTotal in src/o_main.c, 3 item_take and 4 itemDrop in src/item.c; table orders. Two functions are
 * called twice, in two files. */
static void
put_facts(struct store *s)
{
	static const char *const names[] = {"order_add", "orderTotal", "item_take", "itemDrop", "twice", "twice"};
	static const char *const files[] = {"src/o_main.c", "src/o_main.c", "src/item.c", "src/item.c", "a.c", "b.c"};
	static const char *const keys[] = {"src/o_main.c:order_add", "src/o_main.c:orderTotal", "src/item.c:item_take",
	                                   "src/item.c:itemDrop", "a.c:twice", "b.c:twice"};
	for (int i = 0; i < 6; i++)
		STORE_PUT(s, FUNCTION, function, .id = i + 1, .key = keys[i], .name = names[i], .file = files[i], .line = i + 1);
	STORE_PUT(s, GLOBAL, global, .id = 1, .key = "a.c:state", .name = "state", .file = "a.c");
	static const int calls[][2] = {{1, 2}, {3, 4}, {2, 3}, {3, 2}, {1, 1}};
	for (int i = 0; i < 5; i++)
		STORE_PUT(s, CALL, call, .site = i + 1, .caller = calls[i][0], .callee = calls[i][1], .file = "x.c", .line = i + 1);
	STORE_PUT(s, CALL, call, .site = 6, .caller = 1, .callee = 4, .file = "x.c", .line = 6, .confidence = CONFIDENCE_GUESSED);
	STORE_PUT(s, CALL, call, .site = 7, .caller = 0, .callee = 4, .file = "x.c", .line = 7);
	STORE_PUT(s, GLOBAL_ACCESS, global_access, .function = 5, .global = 1, .file = "a.c", .line = 1);
	STORE_PUT(s, GLOBAL_ACCESS, global_access, .function = 6, .global = 1, .file = "b.c", .line = 1);
	STORE_PUT(s, TABLE_ACCESS, table_access, .function = 1, .store = "sql", .table_name = "orders", .mode = TABLE_CREATE, .file = "x.c", .line = 1);
	STORE_PUT(s, TABLE_ACCESS, table_access, .function = 3, .store = "sql", .table_name = "orders", .mode = TABLE_READ, .file = "x.c", .line = 2);
	STORE_PUT(s, TABLE_ACCESS, table_access, .function = 3, .store = "sql", .table_name = "orders", .column_name = "id", .mode = TABLE_UPDATE, .file = "x.c", .line = 2);
	STORE_PUT(s, TABLE_ACCESS, table_access, .function = 4, .store = "sql", .table_name = "orders", .mode = TABLE_DELETE, .file = "x.c", .line = 3, .derived = 1);
	STORE_PUT(s, TABLE_ACCESS, table_access, .function = 4, .store = "redis", .table_name = "orders", .mode = TABLE_DELETE, .file = "x.c", .line = 4);
	STORE_PUT(s, TABLE, table, .id = 1, .name = "orders", .store = "sql", .file = "s.sql", .line = 1);
}

static struct score_program
load(void)
{
	struct diag_queue diags;
	struct score_program p = {0};
	char path[64];
	diag_init(&diags);
	snprintf(path, sizeof path, "%s/facts.db", folder);
	struct store *s = store_create(path, &diags);
	put_facts(s);
	CHECK(store_finish(s));
	struct evidence *e = evidence_open(path, &diags);
	CHECK(e && score_load(&p, e));
	evidence_close(e);
	diag_finish(&diags);
	unlink(path);
	return p;
}

/* orders and the functions of o_main.c, those of item.c */
static const struct score_row split[] = {
	{MEMBER_FUNCTION, 1, 7}, {MEMBER_FUNCTION, 2, 7}, {MEMBER_FUNCTION, 3, 9}, {MEMBER_FUNCTION, 4, 9},
	{MEMBER_TABLE, 1, 7}, {MEMBER_GLOBAL, 1, 7}, {MEMBER_FUNCTION, 99, 7}};
enum { SPLIT = sizeof split / sizeof *split };

static void
check_program(const struct score_program *p)
{
	CHECK(p->count == 7 && p->functions == 6);
	CHECK_TEXT(p->members[0].key, "a.c:twice");
	CHECK_TEXT(p->members[6].key, "orders");
	CHECK(p->pairs.count == 6); /* self, 1-2, 3-4, 2-3, two with the table */
	CHECK(p->uses.count == 2);
	CHECK(p->component[0] == p->component[1] && p->component[0] != p->component[6] && p->component[2] == p->component[6]);
}

static void
check_structure(struct score_program *p)
{
	struct score_partition ours = score_of_rows(p, "ours", split, SPLIT);
	double v[SCORE_METRIC_COUNT];
	score_measure(p, &ours, NULL, NULL, SCORE_RANGE_PUBLISHED, v);
	CHECK_NEAR(v[SCORE_MEMBERS], 5);
	CHECK_NEAR(v[SCORE_CLUSTERS], 2);
	CHECK_NEAR(v[SCORE_LARGEST], 0.6);
	CHECK_NEAR(v[SCORE_SM], (3 / 9.0 + 1 / 4.0) / 2 - 2 / 12.0);
	CHECK_NEAR(v[SCORE_ICP], (2 + log(2)) / (5 + log(2)));
	CHECK_NEAR(v[SCORE_IFN], 1);
	CHECK_NEAR(v[SCORE_NED], 1);
	CHECK_NEAR(v[SCORE_TURBOMQ], 4 / 6.0 + 2 / 4.0);
	CHECK_NEAR(v[SCORE_TURBOMQ_MEAN], 7 / 12.0);
	CHECK_NEAR(v[SCORE_MODULARITY], 2 / 5.0 - 0.36 + 1 / 5.0 - 0.16);
	CHECK_NEAR(v[SCORE_PURITY], 0);       /* both clusters, evenly */
	CHECK_NEAR(v[SCORE_WRITE_PURITY], 1); /* item_take only reads */
	CHECK(isnan(v[SCORE_ARI]) && isnan(v[SCORE_MOJOFM]));
	score_measure(p, &ours, NULL, NULL, (struct score_range){3, 20}, v);
	CHECK_NEAR(v[SCORE_NED], 0.4);
}

static void
check_one_and_none(struct score_program *p)
{
	struct score_partition trivial[SCORE_TRIVIAL], none = score_empty(p, "none");
	double v[SCORE_METRIC_COUNT];
	score_trivial(p, trivial);
	score_measure(p, &trivial[SCORE_TRIVIAL - 1], NULL, NULL, SCORE_RANGE_PUBLISHED, v);
	CHECK_TEXT(trivial[SCORE_TRIVIAL - 1].name, "one_cluster");
	CHECK(v[SCORE_CLUSTERS] == 1 && v[SCORE_ICP] == 0 && v[SCORE_IFN] == 0 && v[SCORE_PURITY] == 1);
	CHECK_NEAR(v[SCORE_NED], 0); /* seven members */
	CHECK_NEAR(v[SCORE_MODULARITY], 0);
	score_measure(p, &none, &none, NULL, SCORE_RANGE_PUBLISHED, v);
	CHECK(v[SCORE_MEMBERS] == 0 && isnan(v[SCORE_SM]) && isnan(v[SCORE_NED]) && isnan(v[SCORE_ARI]));
}

static unsigned
clusters_of(const struct score_program *p, const struct score_partition *partition)
{
	double v[SCORE_METRIC_COUNT];
	score_measure(p, partition, NULL, NULL, SCORE_RANGE_PUBLISHED, v);
	return (unsigned)v[SCORE_CLUSTERS];
}

static void
check_trivial(struct score_program *p)
{
	static const unsigned clusters[SCORE_TRIVIAL] = {5, 2, 5, 4, 2, 2, 1};
	struct score_partition t[SCORE_TRIVIAL];
	score_trivial(p, t);
	for (int k = 0; k < SCORE_TRIVIAL; k++)
		if (clusters_of(p, &t[k]) != clusters[k]) {
			fprintf(stderr, "%s: %u clusters\n", t[k].name, clusters_of(p, &t[k]));
			CHECK(false);
		}
	static const char *const words[][2] = {
		{"order_add", "order"}, {"orderTotal", "order"}, {"__x9y", "x"}, {"SHA1Init", "sha"}, {"42", ""}, {"", ""}, {"o_main.c", "o"}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		CHECK_TEXT(score_first_word(&p->arena, words[i][0]), words[i][1]);
}

/* ---- agreement ---- */

static struct score_clusters
clusters(uint32_t *of, uint32_t *size, uint32_t members, uint32_t count)
{
	struct score_clusters c = {of, size, count, 0};
	for (uint32_t i = 0; i < members; i++)
		if (of[i] != SCORE_NONE) {
			size[of[i]]++;
			c.members++;
		}
	return c;
}

static void
check_agreement(void)
{
	uint32_t a[] = {0, 0, 0, 1, 1, 1}, b[] = {0, 0, 1, 1, 1, SCORE_NONE}, as[2] = {0}, bs[2] = {0};
	struct score_clusters found = clusters(a, as, 6, 2), truth = clusters(b, bs, 6, 2);
	CHECK_NEAR(score_ari(&found, &truth, 6), 100 * 0.4 / 2.4); /* the sixth is not known: apart */
	CHECK_NEAR(score_mojofm(&found, &truth, 6), 100 * (1 - 1 / 3.0));
	CHECK_NEAR(score_ari(&truth, &truth, 6), 100);
	CHECK_NEAR(score_mojofm(&truth, &truth, 6), 100);
	/* a tie of tags: the first cluster may be either, the second only T0; so nothing is joined */
	uint32_t tie[] = {0, 0, 1, 1, 1}, known[] = {0, 1, 0, 0, 2}, ts[2] = {0}, ks[3] = {0};
	struct score_clusters tied = clusters(tie, ts, 5, 2), three = clusters(known, ks, 5, 3);
	CHECK_NEAR(score_mojofm(&tied, &three, 5), 100 * (1 - 2 / 3.0));
	uint32_t one[] = {0, 0, 0, 0, 0}, os[1] = {0};
	struct score_clusters all = clusters(one, os, 5, 1);
	CHECK_NEAR(score_ari(&all, &three, 5), 0);
	CHECK_NEAR(score_ari(&all, &all, 5), 0); /* not defined */
	CHECK_NEAR(score_mojofm(&all, &all, 5), 100);
}

/* ---- RSF ---- */

static struct score_reading
read_text(struct score_program *p, const char *text, size_t length, struct score_partition *out)
{
	struct score_reading reading;
	FILE *f = tmpfile();
	CHECK(f && fwrite(text, 1, length, f) == length);
	rewind(f);
	*out = score_empty(p, "given");
	score_read_rsf(p, f, out, &reading);
	fclose(f);
	return reading;
}
#define READ(p, text, out) read_text((p), (text), sizeof(text) - 1, (out))

static void
check_rsf(struct score_program *p)
{
	struct score_partition g;
	struct score_reading r = READ(p, "# a comment\n\ncontain A order_add\r\ncontain\t\"two words\"  \"item_take\" \n"
	                                 "contain A src/o_main.c:orderTotal\ncontain B function:src/item.c:itemDrop\ncontain A table:orders", &g);
	CHECK(r.taken == 5 && !r.unknown && !r.ambiguous && !r.repeated && !r.unreadable);
	CHECK(clusters_of(p, &g) == 3);
	r = READ(p, "contain A nowhere\ncontain A other one\ncontain B twice\ncontain A a.c:twice\ncontain B table:twice\ncontain C a.c:twice\n", &g);
	CHECK(r.taken == 1 && r.unknown == 3 && r.ambiguous == 1 && r.repeated == 1);
	CHECK_TEXT(r.first_unknown, "nowhere");
	CHECK_TEXT(r.first_ambiguous, "twice");
	r = READ(p, "contain A order\0_add\ncontain A\ncontain\nholds A order_add\ncontain \"A order_add\n\"\n\0", &g);
	CHECK(r.taken == 1 && r.unreadable == 6);
	r = READ(p, "", &g);
	CHECK(!r.taken && !r.unreadable);
}

static void
check_huge_line(struct score_program *p)
{
	enum { LENGTH = 1 << 20 };
	struct score_partition g;
	char *text = mem_alloc(LENGTH + 64);
	memset(text, 'x', LENGTH);
	memcpy(text, "contain A ", 10);
	int more = snprintf(text + LENGTH, 64, "\ncontain A order_add\n");
	struct score_reading r = read_text(p, text, LENGTH + (size_t)more, &g);
	CHECK(r.taken == 1 && r.unreadable == 1 && r.unknown == 0);
	free(text);
}

int
main(void)
{
	CHECK(mkdtemp(folder));
	struct score_program p = load();
	check_program(&p);
	check_structure(&p);
	check_one_and_none(&p);
	check_trivial(&p);
	check_agreement();
	check_rsf(&p);
	check_huge_line(&p);
	score_finish(&p);
	rmdir(folder);
	return check_end();
}
