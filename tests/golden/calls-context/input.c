/* What surrounds a call: loops, what becomes of its result, whether something has failed before, cycles. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define DONE 0
#define WORK_ERR 1
struct node { struct node *left, *right; int value; };
static FILE *trace;

int work(int n) { return n > 9 ? -1 : 0; }
int status(int n) { return n > 9 ? WORK_ERR : DONE; }
void note(const char *s) { if (trace) fputs(s, trace); }
void clean(void) { trace = NULL; }
struct node *find(int n) { static struct node only; return n ? &only : NULL; }
char *perhaps(const char *s);
void give_up(const char *s) { note(s); exit(1); }

/* under a test of a call's result */
void below_zero(int n) { if (work(n) < 0) { note("bad"); clean(); } note("on"); }
void by_local(int n) { int rc = work(n); if (rc == -1) note("bad"); else note("good"); }
void not_negative(int n) { if (work(n) >= 0) note("good"); else note("bad"); }
void named(int n) { if (status(n) == WORK_ERR) note("bad"); }
void either(int n) { if (work(n) < 0 || work(n + 1) < 0) note("bad"); }
void library_null(const char *s) { FILE *f = fopen(s, "r"); if (!f) { note("bad"); return; } note("good"); fclose(f); }
void assigned_in_test(const char *s) { int fd; if ((fd = open(s, O_RDONLY)) < 0) { note("bad"); return; } close(fd); }

/* from there the function can only fail */
int leaves(int n) { if (n > 3) { note("bad"); clean(); return -1; } note("good"); return 0; }
int at_end(int n) { if (n < 3) { note("good"); return 0; } note("bad"); return -1; }
struct node *gives_null(int n) { struct node *p = find(n); if (!p) { note("bad"); return NULL; } note("good"); return p; }
int ends(int n) { if (n > 3) { note("bad"); exit(1); } return n; }
int by_label(int n) {
	if (n > 3)
		goto err;
	if (work(n))
		goto err_first;
	note("good");
	return 0;
err_first:
	note("first");
err:
	note("bad");
	clean();
	return -1;
}
int by_switch(int n) {
	switch (n) {
	case 1: note("good"); break;
	case 2: note("bad"); return -1;
	default: note("worse"); return -2;
	}
	return 0;
}

/* not on an error path */
int shared_label(int n) {
	int rc = 0;
	if (work(n)) {
		rc = -1;
		goto out;
	}
	note("good");
out:
	clean();
	return rc;
}
int found_label(int n) {
	for (int i = 0; i < n; i++)
		if (work(i) == 3)
			goto found;
	return -1;
found:
	note("good");
	return 0;
}
int of_parameter(int n) { if (n < 0) note("negative"); return n; }
int may_recover(int n) { while (n > 3) { note("again"); if (n == 7) return -1; n--; } return 0; }
int retried(int n) {
again:
	note("try");
	if (n-- > 3)
		goto again;
	return n < 0 ? -1 : 0;
}
int always_fails(int n) { note("never works"); return n ? -1 : -2; }
void looked_up(int n) { if (!find(n)) note("none"); }
int ends_well(int n) { if (n > 3) { note("bye"); exit(0); } return -1; }
int truth(int n) { if (n > 3) { note("no"); return 0; } return 1; }

const char *message(int n) { if (n > 3) return "too many"; note("good"); return NULL; }
char *message_made(const char *s) { FILE *f = fopen(s, "r"); if (!f) { note("bad"); return perhaps("no file"); } note("good"); return NULL; }
int replaced(char **argv) { if (argv[1]) { note("child"); execv(argv[0], argv); _exit(2); } return 0; }

/* loops and results */
int results(int n) {
	work(n);
	(void)work(n);
	if (work(n))
		n++;
	for (int i = 0; i < n; i++)
		for (int k = work(i); k > 0; k--)
			note("inner");
	return work(n);
}

/* cycles */
int depth(const struct node *t) { return t ? 1 + depth(t->left) + depth(t->right) : 0; }
int odd(int n);
int even(int n) { return n ? odd(n - 1) : 1; }
int odd(int n) { return n ? even(n - 1) : 0; }
static void each(const struct node *t, void (*f)(const struct node *)) { if (t) f(t); }
static void visit(const struct node *t) { each(t->left, visit); }
int chain(int n) { return depth(NULL) + even(n); }
int main(int argc, char **argv) { (void)argv; visit(find(argc)); return results(chain(argc)); }
