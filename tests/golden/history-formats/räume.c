int enter(int n);
int forget(int n);

static int stock;

int enter(int n)
{
	stock += n;
	return stock;
}

int forget(int n)
{
	stock -= n;
	return stock;
}
