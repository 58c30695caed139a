int invoice(int n);
int remind(int n);

static int sum;

int invoice(int n)
{
	sum += n;
	return sum;
}

int remind(int n)
{
	sum -= n;
	return sum;
}
