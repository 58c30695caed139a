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
	flow_function(f, 1, &param, 1, result);
	flow_edge(f, param, result);
	uint32_t site = flow_site(f, p, &argument, 1, h);
	flow_source(f, argument, 2);
	flow_source(f, p, 1);
	flow_solve(f);
	CHECK(flow_site_node(f, site) == p);
	CHECK(holds(f, h, 2) && holds(f, param, 2) && !holds(f, h, 1));
	flow_destroy(f);
}

/* Fewer arguments than parameters, more arguments than parameters, a function without a signature. */
static void
test_odd_calls(void)
{
	struct flow *f = flow_create();
	uint32_t params[2] = {flow_node(f), flow_node(f)}, p = flow_node(f), arguments[3] = {flow_node(f), FLOW_NONE, flow_node(f)};
	flow_function(f, 1, params, 2, FLOW_NONE);
	flow_site(f, p, arguments, 3, FLOW_NONE);
	flow_site(f, p, NULL, 0, flow_node(f));
	flow_site(f, FLOW_NONE, arguments, 1, FLOW_NONE);
	flow_source(f, p, 1);
	flow_source(f, p, 99);
	flow_source(f, arguments[0], 5);
	flow_solve(f);
	CHECK(holds(f, params[0], 5) && !holds(f, params[1], 5));
	flow_destroy(f);
}

int
main(void)
{
	test_copies_and_cycles();
	test_calls_are_linked_when_known();
	test_odd_calls();
	return check_end();
}
