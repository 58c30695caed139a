/* Compile commands. In: the words of one command; out: its sources and clean flags. The command is never run.
 *
 * Flags are attacker input: some load plugins, some write files. Only what is in the table below gets through,
 * in a canonical spelling and with absolute paths, so that two spellings of one command are equal. */
#include "compdb/command.h"

#include <string.h>

#include "base/path.h"

enum flag_use {
	FLAG_KEEP,     /* goes through as it is written, value joined */
	FLAG_FOLDER,   /* value is a folder searched for headers */
	FLAG_FILE,     /* value is a file that is read first */
	FLAG_STANDARD,
	FLAG_LANGUAGE,
	FLAG_OUTPUT,
	FLAG_PREPROCESSOR, /* -Wp,A,B */
	FLAG_QUIET,    /* left out, not counted: warnings, and what concerns the output */
	FLAG_DROP      /* left out and counted; listed for its value */
};

enum flag_form { ALONE = 1, JOINED = 2, SEPARATE = 4 };

struct flag_rule {
	const char *name;
	enum flag_use use;
	unsigned forms;
};

/* The first match holds: longer names before their prefixes. */
static const struct flag_rule flag_rules[] = {
	{"-D", FLAG_KEEP, JOINED | SEPARATE},
	{"-U", FLAG_KEEP, JOINED | SEPARATE},
	{"-I", FLAG_FOLDER, JOINED | SEPARATE},
	{"-isystem", FLAG_FOLDER, JOINED | SEPARATE},
	{"-isysroot", FLAG_FOLDER, JOINED | SEPARATE},
	{"-iquote", FLAG_FOLDER, JOINED | SEPARATE},
	{"-idirafter", FLAG_FOLDER, JOINED | SEPARATE},
	{"--sysroot=", FLAG_FOLDER, JOINED},
	{"--sysroot", FLAG_FOLDER, SEPARATE},
	{"-include-pch", FLAG_DROP, SEPARATE},
	{"-include", FLAG_FILE, JOINED | SEPARATE},
	{"-imacros", FLAG_FILE, JOINED | SEPARATE},
	{"-std=", FLAG_STANDARD, JOINED},
	{"--std=", FLAG_STANDARD, JOINED},
	{"-ansi", FLAG_STANDARD, ALONE},
	{"-x", FLAG_LANGUAGE, JOINED | SEPARATE},
	{"-o", FLAG_OUTPUT, JOINED | SEPARATE},
	{"-fsigned-char", FLAG_KEEP, ALONE},
	{"-fno-signed-char", FLAG_KEEP, ALONE},
	{"-funsigned-char", FLAG_KEEP, ALONE},
	{"-fno-unsigned-char", FLAG_KEEP, ALONE},
	{"-fshort-enums", FLAG_KEEP, ALONE},
	{"-fshort-wchar", FLAG_KEEP, ALONE},
	{"-ffreestanding", FLAG_KEEP, ALONE},
	{"-fms-extensions", FLAG_KEEP, ALONE},
	{"-fgnu89-inline", FLAG_KEEP, ALONE},
	{"-fno-builtin", FLAG_KEEP, ALONE | JOINED},
	{"-m32", FLAG_KEEP, ALONE},
	{"-m64", FLAG_KEEP, ALONE},
	{"-nostdinc", FLAG_KEEP, ALONE},
	{"-undef", FLAG_KEEP, ALONE},
	{"-pthread", FLAG_KEEP, ALONE},
	{"-Wp,", FLAG_PREPROCESSOR, JOINED},
	{"-MF", FLAG_QUIET, JOINED | SEPARATE},
	{"-MT", FLAG_QUIET, JOINED | SEPARATE},
	{"-MQ", FLAG_QUIET, JOINED | SEPARATE},
	{"-MJ", FLAG_QUIET, JOINED | SEPARATE},
	{"-M", FLAG_QUIET, ALONE | JOINED},
	{"-W", FLAG_QUIET, ALONE | JOINED},
	{"-c", FLAG_QUIET, ALONE},
	{"-w", FLAG_QUIET, ALONE},
	/* left out together with a value of their own */
	{"-Xclang", FLAG_DROP, SEPARATE},
	{"-Xpreprocessor", FLAG_DROP, SEPARATE},
	{"-Xassembler", FLAG_DROP, SEPARATE},
	{"-Xlinker", FLAG_DROP, SEPARATE},
	{"-Xarch_", FLAG_DROP, SEPARATE | JOINED},
	{"-mllvm", FLAG_DROP, SEPARATE},
	{"-target", FLAG_DROP, SEPARATE},
	{"-arch", FLAG_DROP, SEPARATE},
	{"-aux-info", FLAG_DROP, SEPARATE},
	{"-dumpbase", FLAG_DROP, SEPARATE},
	{"-dumpbase-ext", FLAG_DROP, SEPARATE},
	{"-dumpdir", FLAG_DROP, SEPARATE},
	{"-framework", FLAG_DROP, SEPARATE},
	{"-iframework", FLAG_DROP, SEPARATE},
	{"-imultilib", FLAG_DROP, SEPARATE},
	{"-index-store-path", FLAG_DROP, SEPARATE},
	{"-iprefix", FLAG_DROP, SEPARATE},
	{"-iwithprefix", FLAG_DROP, SEPARATE},
	{"-iwithprefixbefore", FLAG_DROP, SEPARATE},
	{"-serialize-diagnostics", FLAG_DROP, SEPARATE},
	{"--serialize-diagnostics", FLAG_DROP, SEPARATE},
	{"-specs", FLAG_DROP, SEPARATE},
	{"--param", FLAG_DROP, SEPARATE},
	{"-A", FLAG_DROP, SEPARATE},
	{"-B", FLAG_DROP, SEPARATE},
	{"-F", FLAG_DROP, SEPARATE},
	{"-L", FLAG_DROP, SEPARATE},
	{"-T", FLAG_DROP, SEPARATE},
	{"-e", FLAG_DROP, SEPARATE},
	{"-u", FLAG_DROP, SEPARATE},
	{"-z", FLAG_DROP, SEPARATE},
};

/* Programs that run the compiler named after them. */
static const char *const launchers[] = {
	"ccache", "distcc", "sccache", "icecc", "gomacc", "buildcache", "colorgcc", "nice", "env", "time",
};

struct language {
	const char *name, *refusal;
};

static const char cxx[] = "C++ is not read", objc[] = "Objective-C is not read", assembler[] = "assembler is not read",
                  header[] = "a header is read where it is included", fortran[] = "Fortran is not read",
                  cuda[] = "CUDA is not read", ir[] = "LLVM IR is not read";

static const struct language suffixes[] = {
	{"pc", NULL},   {"PC", NULL},    {"pgc", NULL},      {"ec", NULL},
	{"c", NULL},    {"i", NULL},     {"C", cxx},         {"cc", cxx},        {"cp", cxx},      {"cpp", cxx},
	{"CPP", cxx},   {"cxx", cxx},    {"c++", cxx},       {"ii", cxx},        {"m", objc},      {"mi", objc},
	{"mm", objc},   {"M", objc},     {"s", assembler},   {"S", assembler},   {"sx", assembler},{"asm", assembler},
	{"cu", cuda},   {"f", fortran},  {"F", fortran},     {"f77", fortran},   {"f90", fortran}, {"F90", fortran},
	{"ll", ir},     {"bc", ir},      {"h", header},      {"hh", header},     {"hpp", header},
};

static const struct language languages[] = {
	{"c", NULL}, {"cpp-output", NULL}, {"c++", cxx}, {"c++-cpp-output", cxx}, {"objective-c", objc},
	{"objective-c++", objc}, {"assembler", assembler}, {"assembler-with-cpp", assembler}, {"c-header", header},
	{"c++-header", header}, {"cuda", cuda}, {"ir", ir}, {"f77", fortran}, {"f95", fortran},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct language *
find_language(const struct language *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i].name, name))
			return &list[i];
	return NULL;
}

const char *
command_refusal_by_name(const char *path, bool *is_source)
{
	const struct language *l = find_language(suffixes, COUNT(suffixes), path_suffix(path));
	*is_source = l && l->refusal != header && l->refusal != ir && strcmp(l->name, "i") && strcmp(l->name, "ii");
	return l ? l->refusal : "not a C source by its name";
}

/* Base name of a compiler without version and .exe: clang-19 → clang. */
static char *
compiler_name(struct arena *a, const char *word)
{
	char *name = arena_strdup(a, path_base(word));
	size_t n = strlen(name);
	if (n > 4 && !strcmp(name + n - 4, ".exe"))
		name[n -= 4] = '\0';
	size_t tail = n;
	while (tail && strchr("0123456789.", name[tail - 1]))
		tail--;
	if (tail > 1 && tail < n && name[tail - 1] == '-')
		name[tail - 1] = '\0';
	return name;
}

static const char *
compiler_refusal(const char *name)
{
	size_t n = strlen(name);
	if (n > 2 && !strcmp(name + n - 2, "++"))
		return cxx;
	if (!strcmp(name, "as") || !strcmp(name, "nasm") || !strcmp(name, "yasm"))
		return assembler;
	return strcmp(name, "nvcc") ? NULL : cuda;
}

const char *
command_refusal(const struct command *c, const char *path)
{
	bool ignored;
	if (c->language) {
		const struct language *l = find_language(languages, COUNT(languages), c->language);
		return l ? l->refusal : "compiled as another language (-x), which is not read";
	}
	const char *refusal = command_refusal_by_name(path, &ignored);
	return refusal ? refusal : compiler_refusal(c->compiler);
}

static bool
is_launcher(const char *word)
{
	const char *base = path_base(word);
	for (size_t i = 0; i < COUNT(launchers); i++)
		if (!strcmp(base, launchers[i]))
			return true;
	return false;
}

static bool
is_libtool(const char *word)
{
	const char *base = path_base(word);
	size_t n = strlen(base);
	return (n >= 7 && !strcmp(base + n - 7, "libtool")) || !strcmp(base, "libtool.sh");
}

static bool
is_shell(const char *word)
{
	const char *base = path_base(word);
	return !strcmp(base, "sh") || !strcmp(base, "bash") || !strcmp(base, "dash");
}

/* KEY=VALUE, as it may stand before a command */
static bool
is_setting(const char *word)
{
	const char *equals = strchr(word, '=');
	return equals && equals != word && *word != '-' && !memchr(word, '/', (size_t)(equals - word));
}

/* The index of the compiler among the words behind wrappers. */
static size_t
skip_wrappers(const word_list *words)
{
	size_t i = 0, n = words->count;
	for (;;) {
		size_t next = i;
		if (i + 1 < n && is_launcher(words->at[i])) {
			next++;
			while (next < n && is_setting(words->at[next]))
				next++;
		} else if (i + 1 < n && is_shell(words->at[i]) && is_libtool(words->at[i + 1])) {
			next++;
		} else if (i + 1 < n && is_libtool(words->at[i])) {
			for (next++; next < n && words->at[next][0] == '-'; next++)
				next += !strcmp(words->at[next], "--mode") || !strcmp(words->at[next], "--tag");
		} else if (i + 2 < n && !strcmp(path_base(words->at[i]), "cmake") && !strcmp(words->at[i + 1], "-E")) {
			for (next += 2; next < n && strcmp(words->at[next], "--"); next++)
				;
			next++;
		}
		if (next == i || next >= n || words->at[next][0] == '-')
			return i;
		i = next;
	}
}

struct reading {
	struct arena *arena;
	struct names *names;
	const char *folder;
	struct command *out;
	bool options_ended, in_preprocessor;
};

static const struct flag_rule *
find_flag(const char *word, unsigned *form)
{
	for (size_t i = 0; i < COUNT(flag_rules); i++) {
		const struct flag_rule *r = &flag_rules[i];
		size_t n = strlen(r->name);
		if (strncmp(word, r->name, n))
			continue;
		*form = word[n] ? JOINED : r->forms & SEPARATE ? SEPARATE : ALONE;
		if (r->forms & *form)
			return r;
	}
	return NULL;
}

static void
push(struct reading *r, const char *flag)
{
	vec_push(&r->out->flags, flag);
}

/* Was the flag (a pair when `value`) given before? */
static bool
was_given(const struct command *c, const char *flag, const char *value)
{
	for (size_t i = 0; i < c->flags.count; i++)
		if (!strcmp(c->flags.at[i], flag) && (!value || (i + 1 < c->flags.count && !strcmp(c->flags.at[i + 1], value))))
			return true;
	return false;
}

static void
put_folder(struct reading *r, const char *name, const char *value)
{
	if (!*value || !strcmp(value, "-")) {
		r->out->dropped++;
		return;
	}
	/* "=" stands for the system root */
	const char *path = *value == '=' ? value : names_real(r->names, r->folder, value);
	bool joined = !strcmp(name, "-I") || name[1] == '-';
	const char *flag = !joined ? name : arena_printf(r->arena, "%s%s", strcmp(name, "--sysroot") ? name : "--sysroot=", path);
	if (was_given(r->out, flag, joined ? NULL : path))
		return;
	push(r, flag);
	if (!joined)
		push(r, path);
}

static void
put_file(struct reading *r, const char *name, const char *value)
{
	if (!*value) {
		r->out->dropped++;
		return;
	}
	const char *path = names_real(r->names, r->folder, value);
	push(r, name);
	push(r, path_is_file(path) ? path : value);
}

/* Spellings that libclang 17 knows too. */
static void
put_standard(struct reading *r, const char *value)
{
	static const char *const spellings[][2] = {
		{"c23", "c2x"}, {"gnu23", "gnu2x"}, {"iso9899:2024", "c2x"}, {"", "c89"},
	};
	if (!strncmp(value, "c++", 3) || !strncmp(value, "gnu++", 5)) {
		r->out->dropped++;
		return;
	}
	for (size_t i = 0; i < COUNT(spellings); i++)
		if (!strcmp(value, spellings[i][0]))
			value = spellings[i][1];
	push(r, arena_printf(r->arena, "-std=%s", value));
}

static void read_words(struct reading *r, const word_list *words, size_t first);

static void
read_preprocessor(struct reading *r, const char *value)
{
	word_list words = {0};
	char *text = arena_strdup(r->arena, value), *rest = text;
	for (char *word; (word = strsep(&rest, ","));)
		vec_push(&words, word);
	bool before = r->in_preprocessor;
	r->in_preprocessor = true;
	if (!before)
		read_words(r, &words, 0);
	r->in_preprocessor = before;
	vec_finish(&words);
}

static void
apply(struct reading *r, const struct flag_rule *rule, const char *value)
{
	switch (rule->use) {
	case FLAG_KEEP:
		push(r, arena_printf(r->arena, "%s%s", rule->name, value));
		break;
	case FLAG_FOLDER:
		put_folder(r, rule->name, value);
		break;
	case FLAG_FILE:
		put_file(r, rule->name, value);
		break;
	case FLAG_STANDARD:
		put_standard(r, value);
		break;
	case FLAG_LANGUAGE:
		r->out->language = strcmp(value, "none") ? value : NULL;
		break;
	case FLAG_OUTPUT:
		if (!r->in_preprocessor)
			r->out->output = value;
		break;
	case FLAG_PREPROCESSOR:
		read_preprocessor(r, value);
		break;
	case FLAG_QUIET:
		break;
	case FLAG_DROP:
		r->out->dropped++;
		break;
	}
}

static void
read_input(struct reading *r, const char *word)
{
	bool is_source;
	command_refusal_by_name(word, &is_source);
	if (r->in_preprocessor || !*word || (!is_source && !r->out->language))
		return;
	const char *refusal = command_refusal(r->out, word);
	vec_push(&r->out->sources, (struct command_source){
		.path = word, .refusal = refusal, .needs_language = !refusal && strcmp(path_suffix(word), "c"),
	});
}

static void
read_words(struct reading *r, const word_list *words, size_t first)
{
	for (size_t i = first; i < words->count; i++) {
		const char *word = words->at[i];
		unsigned form = 0;
		if (r->options_ended || word[0] != '-' || !word[1]) {
			read_input(r, word);
			continue;
		}
		if (!strcmp(word, "--")) {
			r->options_ended = true;
			continue;
		}
		const struct flag_rule *rule = find_flag(word, &form);
		if (!rule) {
			r->out->dropped++;
		} else if (form == SEPARATE) {
			if (i + 1 < words->count)
				apply(r, rule, words->at[++i]);
		} else {
			apply(r, rule, word + strlen(rule->name));
		}
	}
}

void
command_read(struct arena *a, struct names *names, const char *folder, const word_list *words, struct command *out)
{
	*out = (struct command){.compiler = ""};
	if (!words->count)
		return;
	size_t first = skip_wrappers(words);
	out->compiler = compiler_name(a, words->at[first]);
	struct reading r = {.arena = a, .names = names, .folder = folder, .out = out};
	read_words(&r, words, first + 1);
}

void
command_finish(struct command *c)
{
	vec_finish(&c->flags);
	vec_finish(&c->sources);
}
