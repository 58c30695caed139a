/* Source files. In: file names as clang says them; out: shown names, hashes, and where a cursor lies.
 *
 * What is known of a file (its shown name, its hash, whether it holds #line directives) is found once a worker
 * and kept; only the numbers of FILE records are the unit's own. Places are those of the expansion; when a file
 * holds #line directives the presumed place is what is shown and the physical one is kept beside it. */
#include "parse/unit.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"

void
sources_init(struct sources *s, const struct compdb *db)
{
	*s = (struct sources){.db = db};
	arena_init(&s->arena);
	intern_init(&s->names);
}

void
sources_finish(struct sources *s)
{
	vec_finish(&s->list);
	vec_finish(&s->of_name);
	intern_finish(&s->names);
	arena_finish(&s->arena);
}

/* Where the number of the source with this name is kept. */
static uint32_t *
number_of(struct sources *s, const char *name)
{
	str_id id = intern_text(&s->names, name);
	while (s->of_name.count <= id)
		vec_push(&s->of_name, 0);
	return &s->of_name.at[id];
}

static uint32_t
enter(struct sources *s, const char *path)
{
	struct source *source = arena_new(&s->arena, struct source);
	source->path = arena_strdup(&s->arena, path);
	source->shown = compdb_name(s->db, &s->arena, source->path);
	source->outside = !strncmp(source->shown, "<sys>/", 6);
	source->has_line = -1;
	vec_push(&s->list, source);
	return (uint32_t)s->list.count;
}

uint32_t
sources_find(struct sources *s, const char *folder, const char *path)
{
	struct arena_mark mark = arena_mark(&s->arena);
	uint32_t number = *number_of(s, *path == '/' ? path : path_join(&s->arena, folder, path));
	arena_pop(&s->arena, mark);
	if (number)
		return number;
	char *clean = mem_strdup(path_clean(&s->arena, *path == '/' ? path : path_join(&s->arena, folder, path)));
	number = *number_of(s, clean);
	if (!number)
		*number_of(s, clean) = number = enter(s, clean);
	*number_of(s, *path == '/' ? path : path_join(&s->arena, folder, path)) = number;
	free(clean);
	return number;
}

/* Replaces FOLDER/ by `shown` wherever it stands at the start of a path. */
static const char *
replace_folder(struct arena *a, const char *text, const char *folder, const char *shown)
{
	size_t length = strlen(folder);
	const char *hit = length > 1 ? strstr(text, folder) : NULL;
	while (hit && hit[length] != '/' && hit[length] != '\0' && hit[length] != '\'' && hit[length] != '"')
		hit = strstr(hit + 1, folder);
	if (!hit)
		return text;
	const char *rest = hit + length + (hit[length] == '/');
	const char *joined = arena_printf(a, "%.*s%s%s", (int)(hit - text), text, shown, rest);
	return replace_folder(a, joined, folder, shown);
}

/* "(unnamed struct at PATH:1:2)" → "@NAME:1:2", the tags it is nested in removed. */
static const char *
replace_unnamed(struct sources *s, struct arena *a, const char *text)
{
	const char *at = NULL, *open = text;
	while ((open = strstr(open, "(unnamed")) || (open = strstr(text, "(anonymous"))) {
		at = strstr(open, " at ");
		if (at)
			break;
		return text;
	}
	const char *close = at ? strchr(at, ')') : NULL;
	if (!close)
		return text;
	const char *colon = close;
	for (int i = 0; i < 2; i++) {
		do
			colon--;
		while (colon > at && *colon != ':');
	}
	if (colon <= at + 4)
		return text;
	const char *start = open;
	while (start - text >= 2 && start[-1] == ':' && start[-2] == ':') {
		start -= 2;
		while (start > text && (isalnum((unsigned char)start[-1]) || start[-1] == '_'))
			start--;
	}
	uint32_t file = sources_find(s, s->db->root, arena_strndup(a, at + 4, (size_t)(colon - at - 4)));
	const char *joined = arena_printf(a, "%.*s@%s%.*s%s", (int)(start - text), text, s->list.at[file - 1]->shown,
	                                  (int)(close - colon), colon, close + 1);
	return replace_unnamed(s, a, joined);
}

const char *
sources_sanitise(struct sources *s, struct arena *a, const char *text)
{
	text = replace_unnamed(s, a, text);
	if (!strchr(text, '/'))
		return text;
	for (size_t i = 0; i < s->db->build_count; i++)
		if (strlen(s->db->builds[i]) > strlen(s->db->root) || !strstr(s->db->root, s->db->builds[i]))
			text = replace_folder(a, text, s->db->builds[i], "<build>/");
	return replace_folder(a, text, s->db->root, "");
}

static const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

/* `#line 12 …` or the `# 12 …` of preprocessors, at the start of a line. */
static bool
holds_line_directive(const char *bytes, size_t size)
{
	const char *end = bytes + size, *next;
	for (const char *line = bytes; line < end; line = next) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		next = stop ? stop + 1 : end;
		const char *p = skip_blanks(line, next);
		if (p == next || *p != '#')
			continue;
		p = skip_blanks(p + 1, next);
		if (next - p > 5 && !memcmp(p, "line", 4) && (p[4] == ' ' || p[4] == '\t'))
			return true;
		if (p < next && isdigit((unsigned char)*p))
			return true;
	}
	return false;
}

static uint32_t
add_file(struct unit *u, uint32_t source, CXFile clang)
{
	struct source *s = u->sources->list.at[source - 1];
	bool is_main = !strcmp(s->path, u->source->path);
	struct unit_file f = {.source = source, .own = is_main || !s->outside};
	if (clang) {
		if (f.own && !is_main)
			f.own = !clang_Location_isInSystemHeader(clang_getLocationForOffset(u->tu, clang, 0));
		f.bytes = f.own ? clang_getFileContents(u->tu, clang, &f.size) : NULL;
	}
	if (f.bytes && (s->has_line < 0 || s->size != f.size)) {
		s->has_line = holds_line_directive(f.bytes, f.size);
		s->size = f.size;
		s->hash[0] = '\0';
	}
	f.has_line = f.own && s->has_line > 0;
	vec_push(&u->files, arena_copy(&u->arena, &f, sizeof f));
	return (uint32_t)u->files.count - 1;
}

uint32_t
unit_file(struct unit *u, CXFile file)
{
	if (!file)
		return 0;
	if (file == u->last_clang)
		return u->last_file;
	uint32_t index = ptrmap_get(&u->file_of_clang, file);
	if (!index) {
		text_handle name = clang_getFileName(file);
		uint32_t source = sources_find(u->sources, u->source->folder, clang_getCString(name));
		const struct source *s = u->sources->list.at[source - 1];
		index = ptrmap_get(&u->file_of_source, s);
		if (!index || (!u->files.at[index]->bytes && !s->outside)) {
			index = add_file(u, source, file);
			ptrmap_put(&u->file_of_source, s, index);
		}
		ptrmap_put(&u->file_of_clang, file, index);
	}
	u->last_clang = file;
	return u->last_file = index;
}

/* A file named by a #line directive: seen from the command's folder, else beside the file with the directive. */
static uint32_t
presumed_file(struct unit *u, uint32_t physical, const char *name)
{
	const struct source *holder = u->sources->list.at[u->files.at[physical]->source - 1];
	struct arena_mark mark = arena_mark(&u->arena);
	const char *path = path_join(&u->arena, u->source->folder, name);
	if (!path_is_file(path)) {
		const char *beside = path_join(&u->arena, holder->path, "..");
		path = path_join(&u->arena, path_clean(&u->arena, beside), name);
	}
	uint32_t source = sources_find(u->sources, u->source->folder, path);
	arena_pop(&u->arena, mark);
	const struct source *s = u->sources->list.at[source - 1];
	uint32_t index = ptrmap_get(&u->file_of_source, s);
	if (!index) {
		index = add_file(u, source, NULL);
		u->files.at[index]->own = true;
		ptrmap_put(&u->file_of_source, s, index);
	}
	return index;
}

struct place
unit_place(struct unit *u, CXSourceLocation location)
{
	struct place p = {0};
	CXFile file;
	unsigned line, col, offset;
	clang_getExpansionLocation(location, &file, &line, &col, &offset);
	p.file = p.physical = unit_file(u, file);
	p.line = p.physical_line = line;
	p.col = col;
	p.offset = offset;
	if (p.file && u->files.at[p.file]->has_line) {
		text_handle name;
		clang_getPresumedLocation(location, &name, &line, &col);
		text_handle real = clang_getFileName(file);
		if (strcmp(clang_getCString(name), clang_getCString(real)))
			p.file = presumed_file(u, p.physical, clang_getCString(name));
		p.line = line;
		p.col = col;
	}
	return p;
}

struct place
unit_place_end(struct unit *u, CXSourceRange range)
{
	return unit_place(u, clang_getRangeEnd(range));
}

const struct file_stamp *
source_stamp(struct source *s)
{
	struct stat st;
	if (!s->stamped) {
		s->stamped = true;
		s->stamp.exists = !stat(s->path, &st);
		if (s->stamp.exists) {
			s->stamp.size = st.st_size;
			s->stamp.mtime = st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec;
		}
	}
	return &s->stamp;
}

/* 128 bits that tell versions of a system header apart at a tenth of the cost of SHA-256; nobody chooses its bytes. */
static void
hash_quickly(const char *bytes, size_t size, char out[HASH_HEX])
{
	uint64_t a = size, b = ~a, word;
	for (size_t i = 0; i < size; i += sizeof word) {
		word = 0;
		memcpy(&word, bytes + i, size - i < sizeof word ? size - i : sizeof word);
		a = (a ^ word) * 0x9e3779b97f4a7c15u;
		a ^= a >> 29;
		b = (b + word) * 0xbf58476d1ce4e5b9u;
		b ^= b >> 31;
	}
	snprintf(out, HASH_HEX, "%016" PRIx64 "%016" PRIx64, a, b);
}

static void
hash_bytes(const struct source *s, const char *bytes, size_t size, char out[HASH_HEX])
{
	struct hash h;
	if (s->outside) {
		hash_quickly(bytes, size, out);
		return;
	}
	hash_init(&h);
	hash_add(&h, bytes, size);
	hash_hex(&h, out);
}

const char *
source_disk_hash(struct source *s)
{
	size_t size;
	char *bytes = s->disk_hash[0] ? NULL : path_read(s->path, 0, &size);
	if (bytes)
		hash_bytes(s, bytes, size, s->disk_hash);
	free(bytes);
	return s->disk_hash;
}

/* Inode and time tell versions of a file outside apart: libclang looks for its bytes among all that was included. */
static bool
is_hashed_version(struct source *s, CXFile file)
{
	CXFileUniqueID now = {{0}};
	if (!s->outside || clang_getFileUniqueID(file, &now))
		return false;
	bool same = s->hash[0] && !memcmp(&s->version, &now, sizeof now);
	s->version = now;
	return same;
}

const char *
unit_file_hash(struct unit *u, CXFile file)
{
	const struct unit_file *f = u->files.at[unit_file(u, file)];
	struct source *s = u->sources->list.at[f->source - 1];
	if (is_hashed_version(s, file))
		return s->hash;
	size_t size = f->size;
	const char *bytes = f->bytes ? f->bytes : clang_getFileContents(u->tu, file, &size);
	if (!bytes)
		return "";
	if (s->translated)
		return source_disk_hash(s);
	if (!s->hash[0] || s->outside || s->size != size) {
		hash_bytes(s, bytes, size, s->hash);
		s->size = size;
	}
	return s->hash;
}

/* Of a file that is only named by #line, or that libclang was given translated: of the bytes on disk. */
static const char *
hash_of(struct source *s, const struct unit_file *f)
{
	if (!f->bytes || s->translated)
		return source_disk_hash(s);
	if (!s->hash[0])
		hash_bytes(s, f->bytes, f->size, s->hash);
	return s->hash;
}

uint32_t
unit_file_number(struct unit *u, uint32_t file)
{
	if (!file)
		return 0;
	struct unit_file *f = u->files.at[file];
	if (f->number)
		return f->number;
	struct source *s = u->sources->list.at[f->source - 1];
	f->number = ++u->file_count;
	FACT(u->out, FILE, file, .path = fact_text(u->out, s->shown), .hash = fact_text(u->out, f->own ? hash_of(s, f) : ""),
	     .system = !f->own);
	return f->number;
}
