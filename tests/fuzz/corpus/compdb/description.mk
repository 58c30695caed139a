# Two programs and a library that both are linked with; a third program only by the implicit rule.
include common.mk
PROGRAM = server$(EXEEXT)
OBJECTS := $(patsubst %.c,%.o,$(filter-out core/unused.c,$(wildcard core/*.c)))
ifeq ($(WITH_EXTRA),yes)
OBJECTS += extra/more.o
endif

all: $(PROGRAM) client lone/lone

$(PROGRAM): $(OBJECTS) $(LIBRARY)
	@echo "LINK $@"; $(CC) $(LDFLAGS) -o $@ $^ -ldl

client: tools/client.o
	$(call link,$^)

lone/lone: lone/lone.o

clean:
	rm -f $(OBJECTS) $(PROGRAM) client

.PHONY: all clean
LIBRARY = lib/libshared.a
link = $(CC) -o $@ $(1) -Llib -lshared
$(LIBRARY): lib/run.o
	$(AR) rcs $@ lib/run.o
# One folder, one module.
objects = $(patsubst %.c,%.o,$(wildcard *.c))
$(NAME): $(objects)
	$(CC) -shared -o $(NAME) $(objects)
