LIBRARY = lib/libshared.a
link = $(CC) -o $@ $(1) -Llib -lshared
$(LIBRARY): lib/run.o
	$(AR) rcs $@ lib/run.o
