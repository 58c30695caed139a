/* compdb: words, commands, databases good and bad, trees without one, link sets, names. */
#include <unistd.h>

#include "check.h"
#include "compdb/command.h"
#include "compdb/compdb.h"
#include "compdb/words.h"
#include "scratch.h"

static const char *
joined(struct arena *a, const word_list *words)
{
	const char *text = "";
	for (size_t i = 0; i < words->count; i++)
		text = arena_printf(a, "%s%s%s", text, i ? "|" : "", words->at[i]);
	return text;
}

static void
test_words(struct arena *a)
{
	static const char *const cases[][2] = {
		{"cc -c a.c", "cc|-c|a.c"},
		{"  cc\t-c\n a.c ", "cc|-c|a.c"},
		{"cc -DX=\"a b\" 'c d'e", "cc|-DX=a b|c de"},
		{"cc \"\\\"q\\\"\" \\\"r", "cc|\"q\"|\"r"},
		{"cc '-DS=\"x\"' \"\\n\" ''", "cc|-DS=\"x\"|\\n|"},
		{"cc $HOME `id` $(id) a;b", "cc|$HOME|`id`|$(id)|a;b"},
		{"a\\ b \\\n c", "a b|c"},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		word_list words = {0};
		CHECK(words_split(a, cases[i][0], &words));
		CHECK_TEXT(joined(a, &words), cases[i][1]);
		vec_finish(&words);
	}
	word_list words = {0};
	CHECK(!words_split(a, "cc 'open", &words));
	CHECK(!words_split(a, "cc \"open\\\"", &words));
	vec_finish(&words);
}

static void
test_response_files(struct scratch *s)
{
	word_list words = {0};
	scratch_put(s, "r/one", "-DA 'b c' @two");
	scratch_put(s, "r/two", "\"-DB=1\"\n-DC\\ D");
	scratch_put(s, "r/self", "@self @self x");
	vec_push(&words, "cc");
	vec_push(&words, "@one");
	CHECK(!words_expand(&s->arena, scratch_path(s, "r"), &words));
	CHECK_TEXT(joined(&s->arena, &words), "cc|-DA|b c|-DB=1|-DC D");
	words.count = 1;
	vec_push(&words, "@none");
	CHECK(words_expand(&s->arena, scratch_path(s, "r"), &words) == 1);
	CHECK_TEXT(joined(&s->arena, &words), "cc");
	words.count = 0;
	vec_push(&words, "@self");
	CHECK(words_expand(&s->arena, scratch_path(s, "r"), &words) == 256);
	vec_finish(&words);
}

static void
test_commands(struct arena *a)
{
	static const char *const cases[][3] = { /* command, flags, sources */
		{"cc -O2 -g -Wall -c -o a.o a.c", "", "a.c"},
		{"cc -D A=1 -DB -U C -UD -std=gnu99 a.c", "-DA=1|-DB|-UC|-UD|-std=gnu99", "a.c"},
		{"cc -I inc -Iinc -I/x/../y -isystem sys -iquote q -idirafter z -c a.c",
		 "-I/nowhere/inc|-I/y|-isystem|/nowhere/sys|-iquote|/nowhere/q|-idirafter|/nowhere/z", "a.c"},
		{"ccache distcc gcc -c a.c", "", "a.c"},
		{"ccache CCACHE_DIR=/x gcc -DA -c a.c", "-DA", "a.c"},
		{"env A=b /usr/bin/cc -DA -c a.c", "-DA", "a.c"},
		{"/bin/sh ../libtool --tag=CC --mode=compile gcc -DPIC -c a.c -o a.lo", "-DPIC", "a.c"},
		{"libtool --mode compile gcc -DA a.c", "-DA", "a.c"},
		{"cmake -E __run_co_compile --tidy=x --source=a.c -- /usr/bin/cc -DA -c a.c", "-DA", "a.c"},
		{"ccache -c a.c", "", "a.c"},
		{"cc -MD -MF a.d -MT a.o -MQ b -MJ c.json -c a.c", "", "a.c"},
		{"cc -Xclang -load -Xclang evil.so -fplugin=evil.so -mllvm -load a.c", "", "a.c"},
		{"cc -Wp,-DA=1,-MD,x.d,-Iinc,b.c a.c", "-DA=1|-I/nowhere/inc", "a.c"},
		{"cc -ansi -funsigned-char -fshort-enums -fno-builtin-memcpy -m32 -nostdinc -pthread a.c",
		 "-std=c89|-funsigned-char|-fshort-enums|-fno-builtin-memcpy|-m32|-nostdinc|-pthread", "a.c"},
		{"cc -std=c23 a.c", "-std=c2x", "a.c"},
		{"cc --sysroot=/s --sysroot /t -isysroot /u a.c", "--sysroot=/s|--sysroot=/t|-isysroot|/u", "a.c"},
		{"cc -include config.h -imacros m.h a.c", "-include|config.h|-imacros|m.h", "a.c"},
		{"cc a.c b.c lib.a c.o -lm", "", "a.c b.c"},
		{"cc -x c a.txt", "", "a.txt"},
		{"cc -- -a.c", "", "-a.c"},
		{"cc -x c++ a.c", "", "a.c(C++ is not read)"},
		{"g++-13 -c a.c", "", "a.c(C++ is not read)"},
		{"cc -c a.S b.cc c.m", "", "a.S(assembler is not read) b.cc(C++ is not read) c.m(Objective-C is not read)"},
		{"cc -x assembler-with-cpp a.c", "", "a.c(assembler is not read)"},
		{"cc -x ir a.c", "", "a.c(LLVM IR is not read)"},
		{"cc -I", "", ""},
		{"cc", "", ""},
		{"", "", ""},
	};
	struct names *names = names_create();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		word_list words = {0};
		struct command c;
		const char *sources = "";
		CHECK(words_split(a, cases[i][0], &words));
		command_read(a, names, "/nowhere", &words, &c);
		CHECK_TEXT(joined(a, &c.flags), cases[i][1]);
		for (size_t k = 0; k < c.sources.count; k++)
			sources = arena_printf(a, c.sources.at[k].refusal ? "%s%s%s(%s)" : "%s%s%s", sources, k ? " " : "",
			                       c.sources.at[k].path, c.sources.at[k].refusal);
		CHECK_TEXT(sources, cases[i][2]);
		command_finish(&c);
		vec_finish(&words);
	}
	names_destroy(names);
}

/* All that shows of a database, a line each. */
static const char *
show(struct arena *a, const struct compdb *db)
{
	const char *text = "";
	for (size_t i = 0; i < db->unit_count; i++) {
		const struct compdb_unit *u = &db->units[i];
		text = arena_printf(a, "%s%s", text, u->name);
		if (*u->config)
			text = arena_printf(a, "%s [%s]", text, u->config);
		if (u->origin != ORIGIN_OWN)
			text = arena_printf(a, "%s %s", text, origin_word(u->origin));
		if (u->skipped)
			text = arena_printf(a, "%s skipped: %s", text, u->reason);
		for (size_t k = 0; k < u->argument_count; k++) {
			const char *argument = u->arguments[k], *slash = strchr(argument, '/');
			text = arena_printf(a, "%s %.*s%s", text, slash ? (int)(slash - argument) : (int)strlen(argument), argument,
			                    slash ? compdb_name(db, a, slash) : "");
		}
		text = arena_printf(a, "%s\n", text);
	}
	for (size_t i = 0; i < db->program_count; i++) {
		text = arena_printf(a, "%sprogram %s:", text, db->programs[i].name);
		for (size_t k = 0; k < db->programs[i].unit_count; k++)
			text = arena_printf(a, "%s %s", text, db->units[db->programs[i].units[k]].name);
		text = arena_printf(a, "%s\n", text);
	}
	for (size_t i = 0; i < db->assumption_count; i++)
		text = arena_printf(a, "%s%s %s: %s\n", text, assumption_word(db->assumptions[i].kind), db->assumptions[i].file,
		                    db->assumptions[i].text);
	for (size_t i = 0; i < db->script_count; i++)
		text = arena_printf(a, "%sscript %s\n", text, db->scripts[i].name);
	return text;
}

static void
check_load(struct scratch *s, struct compdb_options options, const char *expected)
{
	struct compdb db;
	struct diag_queue q;
	diag_init(&q);
	bool ok = compdb_load(&options, &db, &q);
	CHECK(ok && !q.errors);
	if (ok)
		CHECK_TEXT(show(&s->arena, &db), expected);
	else
		diag_print(&q, stderr);
	compdb_finish(&db);
	diag_finish(&q);
}

static void
check_refused(struct compdb_options options, const char *expected)
{
	struct compdb db;
	struct diag_queue q;
	diag_init(&q);
	CHECK(!compdb_load(&options, &db, &q));
	CHECK(q.errors && diag_says(&q, DIAG_ERROR, expected));
	compdb_finish(&db);
	diag_finish(&q);
}

static void
put_tree(struct scratch *s, const char *top)
{
	static const char *const files[][2] = {
		{"src/a.c", "#include \"a.h\"\n#include <lib/b.h>\nint main(void) { return 0; }\n"},
		{"src/a.h", "\n"},
		{"src/lib/b.c", "# include \"b.h\"\n#include \"part.c\"\n"},
		{"src/lib/part.c", "int part;\n"},
		{"include/lib/b.h", "#include <string.h>\n"},
		{"compat/string.h", "\n"},
		{"deps/z/z.c", "#include \"string.h\"\n"},
		{"tests/t.c", "\n"},
		{"src/gen.c", "/* DO NOT EDIT */\n"},
		{"old/x.cc", "\n"},
		{"sql/s.sql", "select 1;"},
		{".hidden/h.c", ""},
		{"result/.splitter", ""},
		{"result/r.c", ""},
		{"out/o.c", ""},
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		scratch_put(s, path_join(&s->arena, top, files[i][0]), files[i][1]);
}

#define FLAGS " -D_GNU_SOURCE -Iinclude -iquote compat -Iinclude/lib\n"

static void
test_inferred(struct scratch *s)
{
	put_tree(s, "p");
	struct compdb_options o = {.folder = scratch_path(s, "p"), .out = scratch_path(s, "p/out")};
	check_load(s, o,
	           "deps/z/z.c vendored" FLAGS "old/x.cc skipped: C++ is not read\n"
	           "src/a.c" FLAGS "src/gen.c generated" FLAGS "src/lib/b.c" FLAGS
	           "src/lib/part.c skipped: read as part of src/lib/b.c, which includes it\n"
	           "tests/t.c test" FLAGS
	           "program all: deps/z/z.c old/x.cc src/a.c src/gen.c src/lib/b.c src/lib/part.c tests/t.c\n"
	           "guessed : no compile database: flags inferred: -D_GNU_SOURCE, header folders: compat, include, include/lib\n"
	           "left_out : 1 C++ source is not read, each is listed\nleft_out old/x.cc: C++ is not read\n"
	           "left_out src/lib/part.c: read as part of src/lib/b.c, which includes it\n"
	           "script sql/s.sql\n");
	check_refused((struct compdb_options){.folder = scratch_path(s, "nowhere")}, "cannot read the folder");
	check_refused((struct compdb_options){.folder = scratch_path(s, "p/src/a.c")}, "cannot read the folder");
	CHECK(path_make_folders(scratch_path(s, "void")));
	check_refused((struct compdb_options){.folder = scratch_path(s, "void")}, "no C source");
}

/* A database in a build folder inside DIR, with relative and absolute spellings. */
static void
test_database(struct scratch *s)
{
	put_tree(s, "d");
	scratch_put(s, "d/build/args", "-DFROM_FILE");
	scratch_put(s, "d/build/generated.c", "");
	scratch_put(s, "d/build/compile_commands.json", arena_printf(&s->arena,
	            "[{\"directory\": \".\", \"file\": \"../src/a.c\", \"command\": \"cc -I../include -DX=\\\\\\\"1\\\\\\\" -c ../src/a.c -o a.o\"},\n"
	            "{\"directory\": \"%s/d/build\", \"file\": \"%s/d/src/a.c\", \"output\": \"a.o\",\n"
	            " \"arguments\": [\"ccache\", \"gcc\", \"-O2\", \"-I\", \"%s/d/include\", \"-DX=\\\"1\\\"\", \"%s/d/src/a.c\"]},\n"
	            "{\"directory\": \"%s/d/src\", \"file\": \"lib/b.c\", \"arguments\": [\"cc\", \"@../build/args\", \"lib/b.c\", \"gen.c\"]},\n"
	            "{\"directory\": \".\", \"file\": \"../src/gen.c\", \"arguments\": [\"cc\", \"-DTWICE\", \"../src/gen.c\"], \"new\": [{\"x\": 1}]},\n"
	            "{\"directory\": \".\", \"file\": \"generated.c\", \"arguments\": [\"cc\", \"generated.c\"]},\n"
	            "{\"directory\": \".\", \"file\": \"../old/x.cc\", \"arguments\": [\"c++\", \"../old/x.cc\"]},\n"
	            "{\"directory\": \".\", \"file\": \"gone.c\", \"arguments\": [\"cc\", \"gone.c\"]}]",
	            s->folder, s->folder, s->folder, s->folder, s->folder));
	const char *expected =
		"<build>/generated.c generated\n"
		"<build>/gone.c generated skipped: there is no such file: build the project first, or say where it is now with --path-map\n"
		"old/x.cc skipped: C++ is not read\n"
		"src/a.c -Iinclude -DX=\"1\"\n"
		"src/gen.c generated -DFROM_FILE\n"
		"src/gen.c generated -DTWICE\n"
		"src/lib/b.c -DFROM_FILE\n"
		"deps/z/z.c vendored skipped: not in the compile database\n"
		"out/o.c skipped: not in the compile database\n"
		"src/lib/part.c skipped: not in the compile database\n"
		"tests/t.c test skipped: not in the compile database\n"
		"program all: <build>/generated.c <build>/gone.c old/x.cc src/a.c src/gen.c src/gen.c src/lib/b.c\n"
		"left_out : 1 C++ source is not read, each is listed\nleft_out <build>/gone.c: there is no such file: build the project first, or say where it is now with --path-map\n"
		"left_out deps/z/z.c: not in the compile database\n"
		"left_out old/x.cc: C++ is not read\n"
		"left_out out/o.c: not in the compile database\n"
		"left_out src/lib/part.c: not in the compile database\n"
		"left_out tests/t.c: not in the compile database\n"
		"script sql/s.sql\n";
	check_load(s, (struct compdb_options){.folder = scratch_path(s, "d")}, expected);
	const char *build = scratch_path(s, "d/build/compile_commands.json");
	check_load(s, (struct compdb_options){.folder = scratch_path(s, "d"), .builds = &build, .build_count = 1}, expected);

	const char *excludes[] = {"src/gen.c", "sql", "tests", "deps/", "out/*", "src/lib/p*"}, *includes[] = {"src/*"};
	check_load(s, (struct compdb_options){.folder = scratch_path(s, "d"), .excludes = excludes, .exclude_count = 6,
	                                      .includes = includes, .include_count = 1},
		"<build>/generated.c generated skipped: not named by --include\n"
		"<build>/gone.c generated skipped: not named by --include\n"
		"old/x.cc skipped: C++ is not read\n"
		"src/a.c -Iinclude -DX=\"1\"\n"
		"src/gen.c generated skipped: left out by --exclude -DFROM_FILE\n"
		"src/gen.c generated skipped: left out by --exclude -DTWICE\n"
		"src/lib/b.c -DFROM_FILE\n"
		"deps/z/z.c vendored skipped: left out by --exclude\n"
		"out/o.c skipped: left out by --exclude\n"
		"src/lib/part.c skipped: left out by --exclude\n"
		"tests/t.c test skipped: left out by --exclude\n"
		"program all: <build>/generated.c <build>/gone.c old/x.cc src/a.c src/gen.c src/gen.c src/lib/b.c\n"
		"left_out : 1 C++ source is not read, each is listed\nleft_out <build>/generated.c: not named by --include\n"
		"left_out <build>/gone.c: not named by --include\n"
		"left_out deps/z/z.c: left out by --exclude\n"
		"left_out old/x.cc: C++ is not read\n"
		"left_out out/o.c: left out by --exclude\n"
		"left_out sql/s.sql: left out by --exclude\n"
		"left_out src/gen.c: left out by --exclude\n"
		"left_out src/lib/part.c: left out by --exclude\n"
		"left_out tests/t.c: left out by --exclude\n");
}

/* Two builds are two configurations; a database beside the sources changes no names. */
static void
test_builds(struct scratch *s)
{
	scratch_put(s, "m/a.c", "");
	scratch_put(s, "m/build-x/compile_commands.json", "[{\"directory\":\"..\",\"file\":\"a.c\",\"command\":\"cc -DX a.c\"}]");
	scratch_put(s, "m/build/compile_commands.json", "[{\"directory\":\"..\",\"file\":\"a.c\",\"command\":\"cc a.c\"}]");
	struct compdb_options o = {.folder = scratch_path(s, "m")};
	check_load(s, o, "a.c [build]\na.c [build-x] -DX\nprogram all: a.c a.c\n");
	const char *builds[] = {arena_printf(&s->arena, "big=%s", scratch_path(s, "m/build-x")), scratch_path(s, "m/build")};
	o.builds = builds;
	o.build_count = 2;
	check_load(s, o, "a.c [big] -DX\na.c [build]\nprogram all: a.c a.c\n");
	builds[1] = scratch_path(s, "m/nothing");
	check_refused(o, "cannot read the compile database");

	scratch_put(s, "n/src/a.c", "");
	scratch_put(s, "n/src/compile_commands.json", "[{\"directory\":\".\",\"file\":\"a.c\",\"command\":\"cc -I. a.c\"}]");
	builds[0] = scratch_path(s, "n/src");
	o = (struct compdb_options){.folder = scratch_path(s, "n"), .builds = builds, .build_count = 1};
	check_load(s, o, "src/a.c -Isrc\nprogram all: src/a.c\n");
	o.folder = scratch_path(s, "n/src");
	check_load(s, o, "a.c -I.\nprogram all: a.c\n");

	scratch_put(s, "o/a.c", "");
	scratch_put(s, "o/compile_commands.json",
	            "[{\"directory\":\"/made/elsewhere\",\"file\":\"/made/elsewhere/a.c\",\"command\":\"cc -I/made/elsewhere a.c\"}]");
	check_refused((struct compdb_options){.folder = scratch_path(s, "o")}, "--path-map");
	const char *map = arena_printf(&s->arena, "/made/elsewhere=%s", scratch_path(s, "o"));
	o = (struct compdb_options){.folder = scratch_path(s, "o"), .path_maps = &map, .path_map_count = 1};
	check_load(s, o, "a.c -I.\nprogram all: a.c\n");
	map = "x=y";
	check_refused(o, "--path-map needs OLD=NEW");
}

static void
test_bad_databases(struct scratch *s)
{
	static const char *const cases[][3] = { /* text, message, line */
		{"", "empty", "1"},
		{"[", "cut off", "1"},
		{"[{\"directory\": \"/x\", \"file\": \"a.c\", \"command\": \"cc a.c\"}", "cut off", "1"},
		{"[{\"directory\": \"/x\", \"file\": \"a", "cut off", "1"},
		{"{}", "array of entries", "1"},
		{"[1]", "must be an object", "1"},
		{"[\n{\"file\": 1}]", "\"file\" must be a string", "2"},
		{"[\n{\"directory\": null}]", "\"directory\" must be a string", "2"},
		{"[{\"arguments\": \"cc a.c\"}]", "array of strings", "1"},
		{"[{\"arguments\": [\"cc\",\n 2]}]", "array of strings", "2"},
		{"[{\"file\": \"a.c\"}]", "neither", "1"},
		{"[{\"command\": \"cc a.c\"}]", "without \"file\"", "1"},
		{"[{\"file\": \"a.c\", \"command\": \"cc 'a.c\"}]", "not closed", "1"},
		{"[{\"file\": \"a\\u0000b.c\", \"command\": \"cc a.c\"}]", "\\u0000", "1"},
		{"[{\"file\": \"a.c\", \"command\": \"cc a.c\"}] trailing", "follows the end", "1"},
		{"[{\"file\": \"a.c\", \"command\": \"cc a.c\"},]", "no JSON value", "1"},
		{"[]", "is empty", "0"},
	};
	scratch_put(s, "b/a.c", "");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct compdb db;
		struct diag_queue q;
		diag_init(&q);
		scratch_put(s, "b/compile_commands.json", cases[i][0]);
		CHECK(!compdb_load(&(struct compdb_options){.folder = scratch_path(s, "b")}, &db, &q));
		CHECK(q.errors == 1 && diag_says(&q, DIAG_ERROR, cases[i][1]));
		CHECK(q.count && q.list[q.count - 1].line == (unsigned)atoi(cases[i][2]));
		compdb_finish(&db);
		diag_finish(&q);
	}
	scratch_put(s, "b/compile_commands.json", "\xef\xbb\xbf[{\"file\": \"a.c\", \"arguments\": [\"cc\", \"a.c\"]}]\n");
	check_load(s, (struct compdb_options){.folder = scratch_path(s, "b")}, "a.c\nprogram all: a.c\n");
}

static void
test_programs(struct scratch *s)
{
	static const char *const names[] = {"one", "two", "util", "plug", "gen", "lone"};
	const char *text = "[";
	for (size_t i = 0; i < 6; i++) {
		scratch_put(s, arena_printf(&s->arena, "l/%s.c", names[i]), "");
		text = arena_printf(&s->arena, "%s%s{\"directory\":\".\",\"file\":\"../%s.c\",\"output\":\"%s.o\",\"command\":\"cc ../%s.c\"}",
		                    text, i ? "," : "", names[i], names[i], names[i]);
	}
	/* the same command for another object: one unit, linked twice */
	scratch_put(s, "l/build/compile_commands.json", arena_printf(&s->arena,
	            "%s,{\"directory\":\".\",\"file\":\"../gen.c\",\"command\":\"cc -o again/gen.o ../gen.c\"}]", text));
	scratch_put(s, "l/build/build.ninja",
	            "rule c_LINKER\n command = cc $in\n"
	            "objs = one.o\n"
	            "build one.o: c_COMPILER ../one.c\n"
	            "build two.o: c_COMPILER ../two.c || gen\n"
	            "build libutil.a: STATIC_LINKER util.o\n"
	            "build libplug.so: c_LINKER plug.o\n"
	            "build plug.symbols: SHSYM libplug.so\n"
	            "build bin/one: c_LINKER ${objs} $\n    libutil.a | plug.symbols\n  LINK_ARGS = -lm\n"
	            "build bin/two: c_LINKER two.o | libutil.a\n"
	            "build gen: c_LINKER gen.o\n"
	            "build again/gen2: c_LINKER again/gen.o\n"
	            "build x.h: CUSTOM_COMMAND gen\n"
	            "build all: phony bin/one bin/two\n"
	            "build broken\nbuild : x\nbuild a$");
	check_load(s, (struct compdb_options){.folder = scratch_path(s, "l")},
	           "gen.c\nlone.c\none.c\nplug.c\ntwo.c\nutil.c\n"
	           "program (linked into no program): lone.c\n"
	           "program gen: gen.c\n"
	           "program gen2: gen.c\n"
	           "program one: one.c plug.c util.c\n"
	           "program two: two.c util.c\n");
	struct compdb_options o = {.folder = scratch_path(s, "l"), .program = "gen"};
	struct compdb db;
	struct diag_queue q;
	diag_init(&q);
	CHECK(compdb_load(&o, &db, &q));
	size_t read = 0;
	for (size_t i = 0; i < db.unit_count; i++)
		read += !db.units[i].skipped;
	CHECK(read == 1);
	compdb_finish(&db);
	diag_finish(&q);
	o.program = "nix";
	check_refused(o, "no program 'nix'; known are: (linked into no program), gen, gen2, one, two");
}

static void
test_names(struct scratch *s)
{
	struct compdb db;
	struct diag_queue q;
	struct arena *a = &s->arena;
	diag_init(&q);
	CHECK(compdb_load(&(struct compdb_options){.folder = scratch_path(s, "d")}, &db, &q));
	CHECK_TEXT(compdb_name(&db, a, scratch_path(s, "d/src/../include/lib/b.h")), "include/lib/b.h");
	CHECK_TEXT(compdb_name(&db, a, scratch_path(s, "d/build/x.h")), "<build>/x.h");
	CHECK_TEXT(compdb_name(&db, a, "/etc/nothing/x.h"), "<sys>/etc/nothing/x.h");
	CHECK_TEXT(compdb_name(&db, a, scratch_path(s, "d")), ".");
	CHECK(!symlink("/etc", scratch_path(s, "d/etc")));
	CHECK_TEXT(compdb_name(&db, a, scratch_path(s, "d/etc/passwd")), "etc/passwd");
	CHECK(compdb_name(&db, a, "/etc/nothing/x.h") == compdb_name(&db, a, "/etc/nothing/x.h"));
	compdb_finish(&db);
	diag_finish(&q);
}

int
main(void)
{
	struct scratch s;
	scratch_init(&s);
	test_words(&s.arena);
	test_response_files(&s);
	test_commands(&s.arena);
	test_inferred(&s);
	test_database(&s);
	test_builds(&s);
	test_bad_databases(&s);
	test_programs(&s);
	test_names(&s);
	scratch_finish(&s);
	return check_end();
}
