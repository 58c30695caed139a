/* Literals: concatenation, macros, escapes, wide text, numbers, characters, constants. */
#define TABLE "orders"
#define COLUMNS "id, " "total"
#define STRING(x) #x
#define FORMAT_LONG "l" "d"
#define BIG 0x7fffffffffffffffL
enum color { RED, GREEN = 5, BLUE };
void take(const char *text, long n);

void
all(int n)
{
	take("SELECT " COLUMNS " FROM " TABLE " WHERE id=%" FORMAT_LONG, 10);
	take(STRING(a "b" \n), 0x1F);
	take("quote\" back\\ tab\t nul\0 end \x41\101 \xc3\xa9", 'a');
	take(u8"é", '\n');
	take((const char *)L"wide \u263a", '\x7f');
	take(__func__, 017);
	take(__FILE__, __LINE__);
	take(n ? "yes" : "no", -1);
	take(n ? : 0, ~0);
	take("" "", BLUE | GREEN);
	take((char *)0, BIG);
	take(__DATE__, 4 * 1024 + 1);
	take("%d" + 1, sizeof(struct { int a[4]; }));
	double d = 1.5e3, e = .25;
	take("x"[0] ? "one" : 0, (long)d * (long)e);
	take("", __builtin_offsetof(struct { char c; long l; }, l));
}
