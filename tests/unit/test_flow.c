/* The flow solver: copies, cycles, out-parameters, calls through results of calls. */
#include "flow/flow.h"

#include "check.h"

static bool
holds(const struct flow *f, uint32_t node, uint32_t function)
{
	size_t n;
	const uint32_t *list = flow_holds(f, node, &n);
	for (size_t i = 0; i < n; i++)
		if (list[i] == function)
			return true;
	return false;
}

static void
test_copies_and_cycles(void)
{
	struct flow *f = flow_create();
	uint32_t a = flow_node(f), b = flow_node(f), c = flow_node(f), alone = flow_node(f);
	flow_edge(f, a, b);
	flow_edge(f, b, c);
	flow_edge(f, c, a);
	flow_source(f, b, 7);
	flow_source(f, c, 3);
	flow_edge(f, FLOW_NONE, a);
	flow_solve(f);
	CHECK(holds(f, a, 7) && holds(f, a, 3) && holds(f, b, 3) && holds(f, c, 7));
	size_t n;
	const uint32_t *list = flow_holds(f, a, &n);
	CHECK(n == 2 && list[0] == 3 && list[1] == 7);
	flow_holds(f, alone, &n);
	CHECK(n == 0);
	flow_holds(f, FLOW_NONE, &n);
	CHECK(n == 0);
	flow_destroy(f);
}

/* f1(g) { return g; }  h = (*p)(f2) with p = f1: h holds f2, found only once p is known. */
static void
test_calls_are_linked_when_known(void)
{
	struct flow *f = flow_create();
	uint32_t param = flow_node(f), result = flow_node(f), p = flow_node(f), argument = flow_node(f), h = flow_node(f);
	flow_function(f, 1, &(struct flow_ports){&param, &result, 1, 1});
	flow_edge(f, param, result);
	flow_site(f, p, &(struct flow_ports){&argument, &h, 1, 1});
	flow_source(f, argument, 2);
	flow_source(f, p, 1);
	flow_solve(f);
	CHECK(holds(f, h, 2) && holds(f, param, 2) && !holds(f, h, 1));
	flow_destroy(f);
}

/* Fewer arguments than parameters, more arguments than parameters, a function without a signature. */
static void
test_odd_calls(void)
{
	struct flow *f = flow_create();
	uint32_t params[2] = {flow_node(f), flow_node(f)}, p = flow_node(f), arguments[3] = {flow_node(f), FLOW_NONE, flow_node(f)};
	uint32_t result = flow_node(f);
	flow_function(f, 1, &(struct flow_ports){params, NULL, 2, 0});
	flow_site(f, p, &(struct flow_ports){arguments, NULL, 3, 0});
	flow_site(f, p, &(struct flow_ports){NULL, &result, 0, 1});
	flow_site(f, FLOW_NONE, &(struct flow_ports){arguments, NULL, 1, 0});
	flow_source(f, p, 1);
	flow_source(f, p, 99);
	flow_source(f, arguments[0], 5);
	flow_solve(f);
	CHECK(holds(f, params[0], 5) && !holds(f, params[1], 5));
	flow_destroy(f);
}

/* An edge of a class lets functions of it pass, and those without one. */
static void
test_classes(void)
{
	struct flow *f = flow_create();
	uint32_t any = flow_node(f), typed = flow_node(f);
	flow_class(f, 1, 5);
	flow_class(f, 2, 6);
	for (uint32_t i = 1; i <= 3; i++)
		flow_source(f, any, i);
	flow_edge_of_class(f, any, typed, 5);
	flow_solve(f);
	CHECK(holds(f, typed, 1) && !holds(f, typed, 2) && holds(f, typed, 3));
	flow_destroy(f);
}

enum { MANY = 3000 };

/* One field with 3,000 functions, 3,000 variables that are copies of it, a call through each, with an argument and a
 * result: every variable must hold all, but ends of calls are linked once, not 9,000,000 times. */
static void
test_hub(void)
{
	struct flow *f = flow_create();
	uint32_t field = flow_node(f), copy[MANY], argument[MANY], result[MANY], param[MANY], returned[MANY];
	for (uint32_t i = 0; i < MANY; i++) {
		param[i] = flow_node(f);
		returned[i] = flow_node(f);
		flow_function(f, i, &(struct flow_ports){&param[i], &returned[i], 1, 1});
		flow_source(f, field, i);
		copy[i] = flow_node(f);
		argument[i] = flow_node(f);
		result[i] = flow_node(f);
		flow_edge(f, field, copy[i]);
		flow_site(f, copy[i], &(struct flow_ports){&argument[i], &result[i], 1, 1});
	}
	flow_source(f, argument[7], MANY + 1);
	flow_source(f, returned[9], MANY + 2);
	flow_solve(f);
	size_t n;
	flow_holds(f, copy[MANY - 1], &n);
	CHECK(n == MANY);
	CHECK(holds(f, param[0], MANY + 1) && holds(f, result[MANY - 1], MANY + 2));
	CHECK(flow_work(f) < (uint64_t)MANY * MANY + 20 * MANY);
	flow_destroy(f);
}

/* A ring of 3,000 nodes into which 3,000 functions come at different places: each passes each edge once. */
static void
test_ring(void)
{
	struct flow *f = flow_create();
	uint32_t first = flow_node(f);
	for (uint32_t i = 1; i < MANY; i++) {
		uint32_t n = flow_node(f);
		flow_edge(f, n - 1, n);
	}
	flow_edge(f, first + MANY - 1, first);
	for (uint32_t i = 0; i < MANY; i++)
		flow_source(f, first + i * 7 % MANY, i);
	flow_solve(f);
	size_t n;
	flow_holds(f, first, &n);
	CHECK(n == MANY);
	CHECK(flow_work(f) <= (uint64_t)MANY * MANY);
	flow_destroy(f);
}

int
main(void)
{
	test_classes();
	test_hub();
	test_ring();
	test_copies_and_cycles();
	test_calls_are_linked_when_known();
	test_odd_calls();
	return check_end();
}
