/* Modes of access: read, write, address; whole places of globals; fields behind pointers. */
struct point { int x, y; };
struct shape {
	struct point at[4];
	struct point *far;
	int count;
	char name[16];
};
struct shape shape, *current;
int counter, limit;
char *text;
int use(void *p, int n);

void
modes(struct shape *s, int i)
{
	counter = limit;
	counter += 2;
	counter++;
	--shape.at[i].y;
	shape.at[1].x = shape.count;
	shape.far->x = 3;
	shape.far[i].y = shape.far[0].x;
	use(&counter, sizeof limit);
	use(shape.name, 16);
	use(&shape.at[2], i);
	use(&s->at[i], s->count);
	s->count = s->far->x;
	(*s).name[0] = 'x';
	*shape.name = 'y';
	*(shape.name + i) = *text;
	text = shape.name + 1;
	current = &shape;
	*current = *s;
	(&shape)->count = 0;
	(&current->at[0])->x = (i ? &shape : s)->count;
}
