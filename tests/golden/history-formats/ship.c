int pack(int n);
int unpack(int n);

static int box;

int pack(int n)
{
	box += n;
	return box;
}

int unpack(int n)
{
	box -= n;
	return box;
}
