int charge(int n);
int pack(int n);

int main(void)
{
	return charge(1) + pack(2);
}
