/* Paths and files. In: paths as text; out: arena strings, file contents, sorted walks, files written whole.
 *
 * Invariants: a symbolic link found during a walk or a removal is never followed; a device or FIFO is never
 * read (opening one could block for ever); a file is either the old or the new one, never half of it. */
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/vec.h"

enum { READ_CHUNK = 64 * 1024 };

char *
path_join(struct arena *a, const char *folder, const char *name)
{
	size_t n = strlen(folder);
	if (*name == '/' || !n)
		return arena_strdup(a, name);
	if (!*name)
		return arena_strdup(a, folder);
	return arena_printf(a, "%s%s%s", folder, folder[n - 1] == '/' ? "" : "/", name);
}

/* Drops the last component of out[0..n); returns the new length, or n when there is none to drop. */
static size_t
drop_component(const char *out, size_t n, size_t root)
{
	size_t i = n;
	while (i > root && out[i - 1] != '/')
		i--;
	if (n == root || (n - i == 2 && out[i] == '.' && out[i + 1] == '.'))
		return SIZE_MAX;
	return i > root ? i - 1 : root;
}

char *
path_clean(struct arena *a, const char *path)
{
	size_t root = *path == '/', n = root;
	char *out = arena_alloc(a, strlen(path) + 3);
	if (root)
		out[0] = '/';
	for (const char *p = path; *p;) {
		size_t length = strcspn(p, "/");
		bool up = length == 2 && p[0] == '.' && p[1] == '.';
		size_t shorter = up ? drop_component(out, n, root) : SIZE_MAX;
		if (shorter != SIZE_MAX) {
			n = shorter;
		} else if (length && !(length == 1 && *p == '.') && !(up && root)) {
			if (n > root)
				out[n++] = '/';
			memcpy(out + n, p, length);
			n += length;
		}
		p += length;
		p += strspn(p, "/");
	}
	if (!n)
		out[n++] = '.';
	out[n] = '\0';
	return out;
}

char *
path_real(struct arena *a, const char *path)
{
	char *real = realpath(path, NULL);
	if (!real)
		return NULL;
	char *copy = arena_strdup(a, real);
	free(real);
	return copy;
}

const char *
path_below(const char *path, const char *folder)
{
	size_t n = strlen(folder);
	if (strncmp(path, folder, n))
		return NULL;
	if (!path[n])
		return path + n;
	if (n && folder[n - 1] == '/')
		return path + n;
	return path[n] == '/' ? path + n + 1 : NULL;
}

const char *
path_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

const char *
path_suffix(const char *path)
{
	const char *base = path_base(path);
	const char *dot = strrchr(base, '.');
	return dot ? dot + 1 : base + strlen(base);
}

bool
path_is_folder(const char *path)
{
	struct stat st;
	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

bool
path_is_file(const char *path)
{
	struct stat st;
	return !stat(path, &st) && S_ISREG(st.st_mode);
}

/* Opens a regular file for reading; -1 with errno otherwise. */
static int
open_regular(const char *path, struct stat *st)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -1;
	int error = 0;
	if (fstat(fd, st))
		error = errno;
	else if (!S_ISREG(st->st_mode))
		error = S_ISDIR(st->st_mode) ? EISDIR : EINVAL;
	if (!error)
		return fd;
	close(fd);
	errno = error;
	return -1;
}

/* Reads to the end of the file; NULL with errno. */
static char *
read_all(int fd, size_t expected, size_t limit, size_t *size)
{
	size_t capacity = expected < limit ? expected + 1 : limit + 1, n = 0;
	char *text = mem_grow(NULL, capacity + 1);
	for (;;) {
		if (n == capacity) {
			capacity += capacity / 2 + READ_CHUNK;
			text = mem_grow(text, capacity + 1);
		}
		ssize_t got = read(fd, text + n, capacity - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			if (!got)
				break;
			free(text);
			return NULL;
		}
		n += (size_t)got;
		if (n > limit) {
			free(text);
			errno = EFBIG;
			return NULL;
		}
	}
	text[n] = '\0';
	*size = n;
	return text;
}

char *
path_read(const char *path, size_t limit, size_t *size)
{
	struct stat st;
	if (!limit)
		limit = (size_t)1 << 30;
	int fd = open_regular(path, &st);
	if (fd < 0)
		return NULL;
	char *text = NULL;
	if ((uint64_t)st.st_size > limit)
		errno = EFBIG;
	else
		text = read_all(fd, (size_t)st.st_size, limit, size);
	int error = errno;
	close(fd);
	errno = error;
	return text;
}

static bool
write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t n = write(fd, data, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		size -= (size_t)n;
	}
	return true;
}

/* A fresh file beside `path`; -1 with errno. */
static int
open_beside(const char *path, char **name)
{
	static unsigned serial;
	for (int tries = 0; tries < 100; tries++) {
		if (asprintf(name, "%s.new-%ld-%u", path, (long)getpid(), serial++) < 0)
			break;
		int fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (fd >= 0)
			return fd;
		int error = errno;
		free(*name);
		errno = error;
		if (error != EEXIST)
			break;
	}
	*name = NULL;
	return -1;
}

static bool
replace(const char *path, const void *data, size_t size, bool sync)
{
	char *fresh;
	int fd = open_beside(path, &fresh);
	if (fd < 0)
		return false;
	int error = write_all(fd, data, size) && (!sync || !fsync(fd)) ? 0 : errno;
	if (close(fd) && !error)
		error = errno;
	if (!error && rename(fresh, path))
		error = errno;
	if (error)
		unlink(fresh);
	free(fresh);
	errno = error;
	return !error;
}

bool
path_write(const char *path, const void *data, size_t size)
{
	return replace(path, data, size, true);
}

bool
path_write_cached(const char *path, const void *data, size_t size)
{
	return replace(path, data, size, false);
}

static bool
make_folder(const char *path)
{
	if (!mkdir(path, 0777))
		return true;
	int error = errno;
	if (path_is_folder(path))
		return true;
	errno = error == EEXIST ? ENOTDIR : error;
	return false;
}

bool
path_make_folders(const char *path)
{
	char *copy = mem_strdup(path);
	bool ok = true;
	for (char *p = copy + 1; ok && *copy && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		ok = make_folder(copy);
		*p = '/';
	}
	if (ok && *copy)
		ok = make_folder(copy);
	int error = errno;
	free(copy);
	errno = error;
	return ok;
}

static bool remove_at(int folder, const char *name);

/* Removes all entries of an open folder, which is closed. */
static bool
empty_folder(int fd)
{
	DIR *d = fdopendir(fd);
	if (!d) {
		close(fd);
		return false;
	}
	bool ok = true;
	for (struct dirent *e; (e = readdir(d));)
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			ok = remove_at(dirfd(d), e->d_name) && ok;
	closedir(d);
	return ok;
}

static bool
remove_at(int folder, const char *name)
{
	if (!unlinkat(folder, name, 0) || errno == ENOENT)
		return true;
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT;
	bool ok = empty_folder(fd);
	return (!unlinkat(folder, name, AT_REMOVEDIR) || errno == ENOENT) && ok;
}

bool
path_remove_tree(const char *path)
{
	return remove_at(AT_FDCWD, path);
}

struct entry {
	char *name;
	bool is_folder;
};

typedef VEC(struct entry) entry_list;

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* Is it a folder (1), a regular file (0), or something else (-1)? Links are something else. */
static int
entry_kind(int folder, const struct dirent *e)
{
	struct stat st;
	if (e->d_type == DT_DIR || e->d_type == DT_REG)
		return e->d_type == DT_DIR;
	if (e->d_type != DT_UNKNOWN || fstatat(folder, e->d_name, &st, AT_SYMLINK_NOFOLLOW))
		return -1;
	return S_ISDIR(st.st_mode) ? 1 : S_ISREG(st.st_mode) ? 0 : -1;
}

static bool
list_folder(const char *path, entry_list *out)
{
	DIR *d = opendir(path);
	if (!d)
		return false;
	for (struct dirent *e; (e = readdir(d));) {
		int kind = entry_kind(dirfd(d), e);
		if (kind >= 0 && strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			vec_push(out, (struct entry){mem_strdup(e->d_name), kind == 1});
	}
	closedir(d);
	vec_sort(out, by_name);
	return true;
}

/* No folder stays open while its children are walked, so depth is bounded by PATH_MAX, not by descriptors. */
static bool
walk(const char *path, const char *below, path_walk_f *f, void *arg)
{
	entry_list list = {0};
	if (strlen(path) >= PATH_MAX || !list_folder(path, &list))
		return false;
	for (size_t i = 0; i < list.count; i++) {
		struct arena a;
		arena_init(&a);
		char *name = path_join(&a, below, list.at[i].name);
		if (f(arg, name, list.at[i].is_folder) && list.at[i].is_folder)
			walk(path_join(&a, path, list.at[i].name), name, f, arg);
		arena_finish(&a);
		free(list.at[i].name);
	}
	vec_finish(&list);
	return true;
}

bool
path_walk(const char *folder, path_walk_f *f, void *arg)
{
	return walk(folder, "", f, arg);
}
