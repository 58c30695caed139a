/* K&R: parameter lists of names, implicit int, no prototypes, calls before a declaration. */
extern char *getname();
static total;

add(a, b, name)
	char *name;
	int a;
{
	total = total + a + b;
	return later(name, getname(a));
}

int
later(s, t)
	char *s, *t;
{
	return s == t;
}
