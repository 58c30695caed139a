/* Records and enums without a tag, typedefs, self-reference, bit-fields. */
typedef struct { int a; } plain;
typedef struct node { struct node *next; struct { plain p; union { int i; float f; } v; } in; } node, *node_list;
enum { SMALL = -1, LARGE = 3 };
typedef enum mode { MODE_ON = 1, MODE_OFF } mode;
struct opaque;
typedef int (*callback)(struct opaque *o, node_list list);
struct { unsigned on : 1; mode mode : 3; callback call; } state;
union { int whole; unsigned char bytes[4]; } bits;
plain make(node_list list, mode m);

int
sum(node_list list, struct opaque *o)
{
	struct { int low, high; } range = {SMALL, LARGE};
	state.on = 1;
	bits.whole = list->in.v.i;
	if (state.call)
		return state.call(o, list->next);
	return make(list, MODE_OFF).a + range.low + bits.bytes[1] + (int)list->in.p.a;
}
