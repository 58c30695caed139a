# One folder, one module.
objects = $(patsubst %.c,%.o,$(wildcard *.c))
$(NAME): $(objects)
	$(CC) -shared -o $(NAME) $(objects)
