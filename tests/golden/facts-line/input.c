/* Code made by a generator: #line says where it comes from. */
int emit(const char *text);
int before(void) { return emit("before"); }
#line 10 "grammar.y"
int rule(int n)
{
	return n + emit("rule");
}
int table[] = {1, 2};
# 20 "sub/other.y"
int other(void)
{
#line 8 "input.c"
	return emit("mixed");
}
