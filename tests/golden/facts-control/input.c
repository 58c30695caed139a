/* Control flow: order and nesting of events. */
int next(int n), done(int n);
void act(int n);

int
walk(int n)
{
	int i = 0;
	if (n > 0)
		act(1);
	else if (n == -1)
		act(2);
	else
		act(3);
	while (next(i))
		if (done(i))
			break;
		else
			continue;
	for (i = 0; i < n; i++)
		act(i);
	for (;;)
		break;
	for (; next(n);)
		n--;
	for (int k = next(0);; k += 2)
		if (k)
			break;
	for (;; n++)
		if (n > 9)
			break;
	do
		act(4);
	while (next(n));
	do {
		act(5);
	} while (0);
	do {
		if (n)
			break;
		act(6);
	} while (0);
	switch (next(n)) {
	case 1:
	case 2 ... 4:
		act(7);
		break;
	case -1:
		act(8);
	default:
		act(9);
	}
	if (next(1) && (done(2) || !done(3)))
		goto out;
	i = n ? next(4) : done(5);
	i = next(6) ?: done(7);
	act((act(10), n));
	n && next(8);
	void *where = n ? &&out : &&again;
again:
	if (i++ < 3)
		goto again;
	goto *where;
out:
	return i;
}
