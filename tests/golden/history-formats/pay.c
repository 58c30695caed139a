int charge(int n);
int refund(int n);

static int rate;

int charge(int n)
{
	rate += n;
	return rate;
}

int refund(int n)
{
	rate -= n;
	return rate;
}
