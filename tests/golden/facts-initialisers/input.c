/* Initialisers: braces left out, designators, nested tables, ranges, unions, text. */
int first(void), second(void);
struct limits { int low, high; };
struct command {
	const char *name;
	int (*run)(void);
	struct limits limits;
	union { int number; const char *text; } extra;
	struct { int hidden; };
	unsigned flag : 1, : 3, other : 2;
};
struct command positional = {"a", first, {1, 2}, {3}, {4}, 1, 2};
struct command elided[] = {"b", first, 5, 6, 7, 8, 0, 1, "c", second};
struct command designated = {.run = second, .limits.high = 9, .extra.text = "t", .hidden = 10, .other = 3};
struct command table[4] = {
	[2] = {.name = "d", .limits = {.high = 1}},
	{"e", second},
	[0].name = "f", first, 11,
};
int matrix[][3] = {{1, 2}, 3, 4, 5, [3] = {6}, [4][1] = 7, 8};
int (*handlers[8])(void) = {[0 ... 6] = first, second};
char array[] = "text", braced[8] = {"more"}, two[2][4] = {"ab", {"cd"}};
const char *const words[] = {"one", "two" " three", 0};
struct limits *pointer = &(struct limits){12, 13};
int scalar = {14}, *inside = &matrix[1][2];
struct limits old = {high: 15};

void
locals(int n)
{
	struct command here = {.name = "g", .limits = {n, n + 1}}, copy = here;
	struct limits both[2] = {old, {n}};
	static struct limits kept = {16};
	int empty[2] = {0};
	(void)copy, (void)both, (void)kept, (void)empty;
}
