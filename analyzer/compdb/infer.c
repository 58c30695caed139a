/* Units of a tree without a compile database. In: the tree's files; out: a unit for each source, with guessed
 * flags: the header folders that the tree's own #include lines need, those nearest to the unit first.
 *
 * A header folder is the front part of a header's path whose rest is what an #include names. Names of libc stay
 * libc's. A .c that another file includes (tests aside) is read there and is no unit. */
#include <string.h>

#include "base/map.h"
#include "base/path.h"
#include "compdb/builder.h"
#include "compdb/command.h"
#include "compdb/hints.h"

enum { SCAN_BYTES = 32 << 20 };

/* Headers of ISO C and POSIX: <…> never means a file of the tree. */
static const char *const libc_headers[] = {
	"aio.h", "alloca.h", "arpa/inet.h", "assert.h", "complex.h", "cpio.h", "ctype.h", "dirent.h", "dlfcn.h", "endian.h",
	"err.h", "errno.h", "error.h", "execinfo.h", "fcntl.h", "features.h", "fenv.h", "float.h", "fmtmsg.h", "fnmatch.h",
	"ftw.h", "getopt.h", "glob.h", "grp.h", "iconv.h", "ifaddrs.h", "inttypes.h", "iso646.h", "langinfo.h", "libgen.h",
	"limits.h", "locale.h", "malloc.h", "math.h", "memory.h", "monetary.h", "mqueue.h", "netdb.h", "netinet/in.h",
	"netinet/tcp.h", "net/if.h", "nl_types.h", "poll.h", "pthread.h", "pty.h", "pwd.h", "regex.h", "sched.h", "search.h",
	"semaphore.h", "setjmp.h", "signal.h", "spawn.h", "stdalign.h", "stdarg.h", "stdatomic.h", "stdbool.h", "stddef.h",
	"stdint.h", "stdio.h", "stdlib.h", "stdnoreturn.h", "string.h", "strings.h", "stropts.h", "syslog.h", "tar.h",
	"termios.h", "tgmath.h", "threads.h", "time.h", "uchar.h", "ucontext.h", "ulimit.h", "unistd.h", "utime.h",
	"utmpx.h", "wait.h", "wchar.h", "wctype.h", "wordexp.h",
};

struct folder {
	const char *name;  /* relative to DIR, "" for DIR itself */
	bool hides_libc;   /* holds a header named like one of libc's */
	size_t distance;   /* from the unit in work */
	unsigned rank;
};

struct missing {
	const char *include, *file; /* what is asked for, and who asked first */
};

struct inference {
	struct builder *builder;
	struct intern files;        /* names of the tree that may be included have ids below file_count */
	uint32_t file_count;
	struct intern bases;        /* base name → chain of names */
	VEC(uint32_t) first, next;  /* by base; by position in tree.headers; MAP_NONE ends */
	struct intern asked;        /* includes already looked for in the tree */
	struct intern folder_names;
	VEC(struct folder) folders;
	bool has_root;              /* DIR itself is one of the folders */
	struct map included_by;     /* name in `files` → name in `files` */
	bool has_config;            /* config.h is asked for, and is there or has a stand-in */
	struct intern questions;    /* names of a configuration that conditionals ask for */
	VEC(const char *) made;     /* by configure.ac: the headers that it makes */
	VEC(struct missing) missing; /* includes that neither the tree nor a template of it answers */
};

static bool
is_libc(const char *header)
{
	if (!strncmp(header, "sys/", 4) || !strncmp(header, "linux/", 6) || !strncmp(header, "bits/", 5))
		return true;
	for (size_t i = 0; i < sizeof libc_headers / sizeof *libc_headers; i++)
		if (!strcmp(header, libc_headers[i]))
			return true;
	return false;
}

static void
index_tree(struct inference *x)
{
	const struct tree *t = &x->builder->tree;
	for (size_t i = 0; i < t->headers.count; i++) {
		intern_text(&x->files, t->headers.at[i]);
		str_id base = intern_text(&x->bases, path_base(t->headers.at[i]));
		while (x->first.count <= base)
			vec_push(&x->first, MAP_NONE);
		vec_push(&x->next, x->first.at[base]);
		x->first.at[base] = (uint32_t)i;
	}
	x->file_count = x->files.count;
}

static void
add_folder(struct inference *x, const char *name, size_t length)
{
	uint32_t before = x->folder_names.count;
	bool known = length ? intern_bytes(&x->folder_names, name, length) < before : x->has_root;
	if (known)
		return;
	x->has_root = x->has_root || !length;
	vec_push(&x->folders, (struct folder){.name = arena_strndup(&x->builder->db->arena, name, length)});
}

/* Each folder below which the tree has a file `include`; false when there is none. */
static bool
add_folders_of(struct inference *x, const char *include)
{
	str_id base = intern_text(&x->bases, path_base(include));
	bool found = false;
	if (base >= x->first.count)
		return false;
	size_t n = strlen(include);
	for (uint32_t i = x->first.at[base]; i != MAP_NONE; i = x->next.at[i]) {
		const char *name = x->builder->tree.headers.at[i];
		size_t length = strlen(name);
		if (length == n && !strcmp(name, include))
			add_folder(x, "", 0);
		else if (length > n && name[length - n - 1] == '/' && !strcmp(name + length - n, include))
			add_folder(x, name, length - n - 1);
		else
			continue;
		found = true;
	}
	return found;
}

/* Does the template make the header? a/config.h.in makes config.h and a/config.h. */
static bool
makes(const char *template, const char *include)
{
	const char *tail = strstr(path_base(template), ".h.") + 2;
	size_t length = (size_t)(tail - template), n = strlen(include);
	return length >= n && !memcmp(template + length - n, include, n) && (length == n || template[length - n - 1] == '/');
}

/* Gives `include` a text; it is told with the file that asked for it. */
static void
add_stand_in(struct inference *x, const struct missing *m, const char *text, const char *told)
{
	struct builder *b = x->builder;
	vec_push(&b->stand_ins, (struct compdb_stand_in){m->include, text});
	x->has_config = x->has_config || !strcmp(m->include, "config.h");
	builder_assume(b, ASSUMPTION_STAND_IN, m->file, told);
}

/* A header that the build makes of a template, which the tree may have for `name`. */
static bool
made_of_template(struct inference *x, const struct missing *m, const char *name)
{
	struct builder *b = x->builder;
	struct arena *a = &b->db->arena;
	for (size_t i = 0; i < b->tree.templates.count; i++) {
		const char *template = b->tree.templates.at[i];
		size_t size;
		char *text = makes(template, name) ? path_read(path_join(a, b->db->root, template), SCAN_BYTES, &size) : NULL;
		if (!text)
			continue;
		add_stand_in(x, m, stand_in_text(a, text), arena_printf(a, "%s, which the build makes: stood in for by what %s tells",
		             m->include, template));
		free(text);
		return true;
	}
	return false;
}

static char *
read_configure(struct inference *x, size_t i)
{
	struct builder *b = x->builder;
	size_t size;
	return path_read(path_join(&b->db->arena, b->db->root, b->tree.configures.at[i]), SCAN_BYTES, &size);
}

/* The text of the configure.ac that makes a header, NULL when none does; *name is told. */
static char *
configure_of(struct inference *x, const char *include, const char **name)
{
	const struct tree *t = &x->builder->tree;
	while (x->made.count < t->configures.count) {
		char *text = read_configure(x, x->made.count);
		vec_push(&x->made, text ? config_headers(&x->builder->db->arena, text) : "");
		free(text);
	}
	for (size_t i = 0; i < x->made.count; i++) {
		*name = t->configures.at[i];
		if (config_lists(x->made.at[i], include))
			return read_configure(x, i);
	}
	return NULL;
}

/* A header of the configuration without a template: config.h, and what a configure.ac says it makes. */
static bool
made_by_configure(struct inference *x, const struct missing *m)
{
	struct arena *a = &x->builder->db->arena;
	const char *name;
	char *configure = configure_of(x, m->include, &name);
	if (!configure && strcmp(m->include, "config.h"))
		return false;
	const char *text = stand_in_text(a, config_template(a, &x->questions, configure ? configure : ""));
	add_stand_in(x, m, text, configure ?
	             arena_printf(a, "%s, which the build makes: stood in for by what conditionals ask and %s tells", m->include, name) :
	             arena_printf(a, "%s, which the build makes: stood in for by what conditionals ask", m->include));
	free(configure);
	return true;
}

/* A header that the tree has under another name than it is asked for. */
static void
found_elsewhere(struct inference *x, const struct missing *m, const char *name)
{
	struct arena *a = &x->builder->db->arena;
	if (intern_text(&x->files, name) >= x->file_count) {
		made_of_template(x, m, name);
		return;
	}
	add_folder(x, "", 0);
	add_stand_in(x, m, arena_printf(a, "#include \"%s\"\n", name), arena_printf(a, "%s is taken for %s", name, m->include));
}

/* What the whole tree has to be known for: questions of conditionals, and folders with other names. */
static void
settle_missing(struct inference *x)
{
	struct arena *a = &x->builder->db->arena;
	VEC(struct missing) rest = {0};
	VEC(const char *) names = {0};
	for (size_t i = 0; i < x->missing.count; i++) {
		const struct missing *m = &x->missing.at[i];
		if (!made_by_configure(x, m) && strchr(m->include, '/')) {
			vec_push(&rest, *m);
			vec_push(&names, m->include);
		}
	}
	const char **found = elsewhere_find(a, &x->builder->tree, names.at, names.count);
	for (size_t i = 0; i < rest.count; i++)
		if (found[i])
			found_elsewhere(x, &rest.at[i], found[i]);
	vec_finish(&rest);
	vec_finish(&names);
}

/* A header that the tree lacks: made of a template by the build, one of those we have declarations for, or yet to find. */
static void
stand_in(struct inference *x, const char *file, const char *include)
{
	struct builder *b = x->builder;
	struct arena *a = &b->db->arena;
	if (strstr(include, "..") || *include == '/')
		return;
	struct missing m = {arena_strdup(a, include), file};
	if (made_of_template(x, &m, include) || path_is_file(path_join(a, "/usr/include", include)))
		return;
	if (b->options->headers && path_is_file(path_join(a, b->options->headers, include)))
		builder_assume(b, ASSUMPTION_STAND_IN, arena_printf(a, OWN_HEADERS "%s", include), OWN_HEADER_TEXT);
	else
		vec_push(&x->missing, m);
}

/* Notes what an #include line of a file means. */
static void
follow(struct inference *x, struct arena *a, const char *file, const char *include, bool quoted)
{
	const char *folder = arena_strndup(a, file, (size_t)(path_base(file) - file)), *reason;
	str_id beside = quoted ? intern_text(&x->files, path_clean(a, path_join(a, folder, include))) : x->file_count;
	if (beside < x->file_count) {
		enum origin origin = origin_of_name(file, &reason);
		if (!strcmp(path_suffix(include), "c") && origin != ORIGIN_TEST && origin != ORIGIN_EXAMPLE)
			map_add(&x->included_by, beside, intern_text(&x->files, file));
		return;
	}
	uint32_t before = x->asked.count;
	if ((!quoted && is_libc(include)) || intern_text(&x->asked, include) < before)
		return;
	if (!add_folders_of(x, include))
		stand_in(x, file, include);
	else if (!strcmp(include, "config.h"))
		x->has_config = true;
}

/* The name in an #include line at p, after the `#`; NULL when it is none. */
static char *
include_name(struct arena *a, const char *p, bool *quoted)
{
	p += strspn(p, " \t");
	if (strncmp(p, "include", 7))
		return NULL;
	p += 7;
	p += strspn(p, " \t");
	if (*p != '"' && *p != '<')
		return NULL;
	*quoted = *p == '"';
	size_t length = strcspn(p + 1, *quoted ? "\"\n" : ">\n");
	return length && p[1 + length] != '\n' && p[1 + length] ? arena_strndup(a, p + 1, length) : NULL;
}

static void
scan_file(struct inference *x, const char *name)
{
	struct arena a;
	arena_init(&a);
	size_t size;
	char *text = path_read(path_join(&a, x->builder->db->root, name), SCAN_BYTES, &size);
	for (const char *p = text; p && *p;) {
		p += strspn(p, " \t");
		bool quoted;
		char *include = *p == '#' ? include_name(&a, p + 1, &quoted) : NULL;
		if (include && *include != '/')
			follow(x, &a, name, include, quoted);
		else if (*p == '#')
			config_note_questions(&x->questions, p + 1);
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	free(text);
	arena_finish(&a);
}

static void
note_hiding(struct inference *x)
{
	const struct tree *t = &x->builder->tree;
	for (size_t i = 0; i < t->headers.count; i++) {
		const char *name = t->headers.at[i], *base = path_base(name);
		size_t length = base == name ? 0 : (size_t)(base - name - 1);
		if (!is_libc(base))
			continue;
		for (size_t k = 0; k < x->folders.count; k++)
			if (strlen(x->folders.at[k].name) == length && !memcmp(x->folders.at[k].name, name, length))
				x->folders.at[k].hides_libc = true;
	}
}

/* 0: the unit's own folder, 1: one meant for headers, 2: others */
static unsigned
rank_of(const char *folder, const char *own)
{
	const char *base = path_base(folder);
	if (!strcmp(folder, own))
		return 0;
	return !strcmp(base, "include") || !strcmp(base, "includes") || !strcmp(base, "inc") ? 1 : 2;
}

static size_t
components(const char *path)
{
	size_t n = *path != '\0';
	for (; *path; path++)
		n += *path == '/';
	return n;
}

/* Steps up from the unit's folder to the first that holds both, and down to the other. */
static size_t
distance_of(const char *folder, const char *own)
{
	while (*folder && *own) {
		size_t n = strcspn(folder, "/");
		if (n != strcspn(own, "/") || memcmp(folder, own, n))
			break;
		folder += n + (folder[n] == '/');
		own += n + (own[n] == '/');
	}
	return components(folder) + components(own);
}

static int
by_nearness(const void *a, const void *b)
{
	const struct folder *x = a, *y = b;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* -D and -I that descriptions of the build give the source. */
static void
add_described(struct inference *x, struct arena *a, size_t source, word_list *flags)
{
	const word_list *given = &x->builder->hints->flags_of.at[source];
	for (size_t i = 0; i < given->count; i++) {
		const char *word = given->at[i];
		vec_push(flags, word[1] == 'I' ? arena_printf(a, "-I%s", path_join(a, x->builder->db->root, word + 2)) : word);
	}
}

static void
add_unit(struct inference *x, size_t source)
{
	const char *name = x->builder->tree.sources.at[source];
	struct builder *b = x->builder;
	struct arena a;
	word_list flags = {0};
	arena_init(&a);
	const char *base = path_base(name);
	const char *own = arena_strndup(&a, name, base == name ? 0 : (size_t)(base - name - 1));
	for (size_t i = 0; i < x->folders.count; i++) {
		x->folders.at[i].rank = rank_of(x->folders.at[i].name, own);
		x->folders.at[i].distance = distance_of(x->folders.at[i].name, own);
	}
	vec_sort(&x->folders, by_nearness);
	vec_push(&flags, "-D_GNU_SOURCE");
	if (x->has_config)
		vec_push(&flags, "-DHAVE_CONFIG_H");
	add_described(x, &a, source, &flags);
	for (size_t i = 0; i < x->folders.count; i++) {
		const char *path = path_join(&a, b->db->root, x->folders.at[i].name);
		if (x->folders.at[i].hides_libc)
			vec_push(&flags, "-iquote");
		vec_push(&flags, x->folders.at[i].hides_libc ? path : arena_printf(&a, "-I%s", path));
	}
	bool ignored;
	uint32_t by = map_get(&x->included_by, intern_text(&x->files, name));
	const char *refusal = command_refusal_by_name(name, &ignored);
	if (!refusal && by != MAP_NONE)
		refusal = arena_printf(&b->db->arena, "read as part of %s, which includes it", intern_get(&x->files, by));
	builder_add(b, &(struct found_unit){
		.path = path_join(&b->db->arena, b->db->root, name), .folder = b->db->root, .arguments = flags.at,
		.argument_count = refusal ? 0 : flags.count, .refusal = refusal,
	});
	vec_finish(&flags);
	arena_finish(&a);
}

static void
tell(struct inference *x)
{
	struct builder *b = x->builder;
	char *folders = NULL;
	size_t size;
	FILE *out = open_memstream(&folders, &size);
	for (size_t i = 0; i < x->folders.count; i++)
		x->folders.at[i].rank = 0, x->folders.at[i].distance = 0;
	vec_sort(&x->folders, by_nearness);
	const struct folder *f = x->folders.at;
	for (size_t i = 0; out && i < x->folders.count; i++)
		fprintf(out, "%s%s", i ? ", " : "", *f[i].name ? f[i].name : ".");
	if (!out || fclose(out))
		die(EXIT_FAILED, "out of memory");
	builder_assume(b, ASSUMPTION_GUESSED, "", arena_printf(&b->db->arena,
	               "no compile database: flags inferred: -D_GNU_SOURCE, %sheader folders: %s",
	               x->has_config ? "-DHAVE_CONFIG_H, " : "", size ? folders : "none"));
	diag_add(b->diags, DIAG_WARNING, "compdb-inferred", b->options->folder, 0, 0,
	         "no compile database was found, so the compiler flags are guessed (%zu header folders); "
	         "name a database with -p for exact results", x->folders.count);
	free(folders);
}

void
infer_units(struct builder *b)
{
	struct inference x = {.builder = b};
	intern_init(&x.files);
	intern_init(&x.bases);
	intern_init(&x.asked);
	intern_init(&x.folder_names);
	intern_init(&x.questions);
	map_init(&x.included_by);
	b->hints = mem_alloc(sizeof *b->hints);
	hints_init(b->hints, b);
	hints_describe(b->hints);
	hint_flags(b->hints);
	index_tree(&x);
	for (size_t i = 0; i < b->tree.headers.count; i++)
		scan_file(&x, b->tree.headers.at[i]);
	for (size_t i = 0; i < b->tree.templates.count; i++)
		scan_file(&x, b->tree.templates.at[i]);
	settle_missing(&x);
	note_hiding(&x);
	for (size_t i = 0; i < b->tree.sources.count; i++)
		add_unit(&x, i);
	tell(&x);
	intern_finish(&x.files);
	intern_finish(&x.bases);
	intern_finish(&x.asked);
	intern_finish(&x.folder_names);
	intern_finish(&x.questions);
	vec_finish(&x.made);
	vec_finish(&x.missing);
	map_finish(&x.included_by);
	vec_finish(&x.first);
	vec_finish(&x.next);
	vec_finish(&x.folders);
}
