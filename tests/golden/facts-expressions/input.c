/* Compound literals, statement expressions, _Generic, va_arg, atomics, comma, pointers. */
typedef __builtin_va_list list;
struct pair { int a, b; };
int take(struct pair *p, int n);
int count;
#define MAX(x, y) ({ int x_ = (x), y_ = (y); x_ > y_ ? x_ : y_; })

int
many(int n, ...)
{
	list ap;
	int total = 0, values[n + take(0, 1)], *p = values;
	__builtin_va_start(ap, n);
	char *text = __builtin_va_arg(ap, char *);
	total += __builtin_va_arg(ap, int);
	__builtin_va_end(ap);
	take(&(struct pair){1, n}, MAX(n, take(0, 2)));
	struct pair q = (struct pair){.b = 2};
	q = (struct pair){n, 3};
	total = _Generic(n, int: take(&q, 4), default: text);
	__atomic_fetch_add(&count, n, 5);
	__atomic_store_n(&q.a, count, 5);
	n = __atomic_load_n(&count, 5) + __sync_add_and_fetch(&count, 1);
	*p++ = 1, p += 2, *(p - 1) = 2;
	total = p - values;
	n = 2[values] + -n + !total + (~n & 7) + (char)n;
	__asm__ volatile("" : "=r"(count) : "r"(n) : "memory");
	return __builtin_choose_expr(1, total, text), (take)(&q, *&n);
}
