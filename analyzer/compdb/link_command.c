/* Words of a command → what it links. In: cc, ld, ar or libtool as they are called; out: output and inputs. What
 * compiles only, or makes sources, is none. */
#include "compdb/link_command.h"

#include <string.h>

#include "base/path.h"
#include "base/text.h"

/* Not the output of a link: a source, or an object of a compilation. */
static bool
is_no_product(const char *output)
{
	static const char *const suffixes[] = {"c", "h", "y", "l", "cc", "cpp", "s", "S", "i", "d", "txt", "html", "pdf", "md",
	                                       "1", "3", "5", "8", "json", "sql", "sh", "py", "pl", "xml", "gz", "lst", "map", "gch"};
	return TEXT_AMONG(path_suffix(output), suffixes);
}

static bool
is_archiver(const char *word)
{
	const char *base = path_base(word);
	return !strcmp(base, "ar") || text_ends(base, "-ar") || !strcmp(base, "llvm-ar") || !strcmp(base, "gcc-ar");
}

static bool
read_archive(const word_list *words, size_t first, struct link_command *out)
{
	out->kind = TARGET_ARCHIVE;
	for (size_t i = first; i < words->count; i++) {
		const char *word = words->at[i];
		if (out->output)
			vec_push(&out->inputs, word);
		else if (text_ends(word, ".a") || text_ends(word, ".lib"))
			out->output = word;
		else if (i == first && !strpbrk(word, "rq"))
			return false; /* ar t, ar x */
	}
	return out->output && out->inputs.count;
}

/* Libtool's output tells what it makes; -rpath is for libraries that are installed. */
static void
settle_kind(struct link_command *c, bool is_shared, bool is_module, bool has_rpath)
{
	const char *base = path_base(c->output);
	if (is_module)
		c->kind = TARGET_PLUGIN;
	else if (text_ends(base, ".la"))
		c->kind = has_rpath ? TARGET_SHARED : TARGET_ARCHIVE;
	else if (is_shared || text_ends(base, ".so") || strstr(base, ".so.") || text_ends(base, ".dylib") || text_ends(base, ".dll"))
		c->kind = TARGET_SHARED;
}

bool
link_command_read(const word_list *words, struct link_command *out)
{
	static const char *const with_value[] = {"-L", "-Xlinker", "-rpath", "-version-info", "-framework", "-T", "-soname", "-h",
	                                         "-install_name", "-export-symbols", "-export-symbols-regex", "-release", "-arch",
	                                         "-isysroot", "-I", "-D", "-U", "-include", "-isystem", "-MF", "-MT", "-MQ", "-x",
	                                         "-target", "-z", "-e", "-m", "--version-script", "-compatibility_version",
	                                         "-current_version", "-dylib_install_name", "-exported_symbols_list", "-Ttext"};
	static const char *const no_link[] = {"-c", "-S", "-E", "-M", "-MM", "-fsyntax-only", "--mode=compile", "--mode=install",
	                                      "--mode=execute", "--mode=finish"};
	bool is_shared = false, is_module = false, has_rpath = false;
	*out = (struct link_command){.kind = TARGET_PROGRAM};
	for (size_t i = 0; i < words->count && i < 6; i++)
		if (is_archiver(words->at[i]))
			return read_archive(words, i + 1, out);
	for (size_t i = 1; i < words->count; i++) {
		const char *word = words->at[i];
		bool has_next = i + 1 < words->count;
		if (!strcmp(word, "-o") && has_next)
			out->output = words->at[++i];
		else if (!strncmp(word, "-o", 2) && word[2] && !strchr(word, '='))
			out->output = word + 2;
		else if (TEXT_AMONG(word, no_link))
			return false;
		else if (TEXT_AMONG(word, with_value) && has_next)
			has_rpath = !strcmp(words->at[i++], "-rpath") || has_rpath;
		else if (*word != '-' || word[1] == 'l')
			vec_push(&out->inputs, word);
		is_shared = is_shared || !strcmp(word, "-shared") || !strcmp(word, "-dynamiclib") || !strcmp(word, "-G");
		is_module = is_module || !strcmp(word, "-module") || !strcmp(word, "-bundle");
	}
	if (!out->output || !*out->output || is_no_product(out->output) || !out->inputs.count)
		return false;
	settle_kind(out, is_shared, is_module, has_rpath);
	return true;
}

void
link_command_finish(struct link_command *c)
{
	vec_finish(&c->inputs);
}
