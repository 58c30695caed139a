/* Sink. In: named files; out: a folder exchanged whole, or nothing.
 *
 * Files are written into `.NAME.new-PID-xxxx` beside the target, which holds a lock while its run lives; what
 * has no lock is a leftover. Commit fsyncs the tree, then exchanges the two folders in one step
 * (renameat2 RENAME_EXCHANGE); a file system without that gets two renames, and a run killed between them is
 * repaired by the next sink_sweep. Invariant: at no time is there less than one whole folder. */
#include "base/sink.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/path.h"
#include "base/vec.h"

enum { LEFTOVER_SECONDS = 60 };

static const char mark_text[] =
	"This folder was written by splitter, and the next run that writes here replaces it as a whole.\n"
	"A folder without this file is never replaced.\n";

struct open_file {
	FILE *file;
	char *name; /* where it will be, for messages */
};

struct sink {
	struct arena arena;
	struct diag_queue *diags;
	char *target, *fresh;
	int lock; /* descriptor of the fresh folder */
	VEC(struct open_file) open;
};

static const char *
advice(int error)
{
	switch (error) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return "; free some space there, or choose another folder with -o";
	case EACCES:
	case EPERM:
	case EROFS:
		return "; choose a folder you may write to with -o";
	default:
		return "";
	}
}

static void
report(struct sink *s, const char *path, const char *what, int error)
{
	diag_add(s->diags, DIAG_ERROR, "output", path, 0, 0, "%s: %s%s", what, strerror(error), advice(error));
}

static bool
is_empty_folder(const char *path)
{
	DIR *d = opendir(path);
	bool empty = d;
	for (struct dirent *e; d && (e = readdir(d));)
		empty = empty && (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."));
	if (d)
		closedir(d);
	return empty;
}

static bool
has_mark(const char *folder)
{
	struct stat st;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool found = fd >= 0 && !fstatat(fd, SINK_MARK, &st, AT_SYMLINK_NOFOLLOW) && S_ISREG(st.st_mode);
	if (fd >= 0)
		close(fd);
	return found;
}

bool
sink_is_ours(const char *folder)
{
	return path_is_folder(folder) && has_mark(folder);
}

/* May the target be replaced? An error is queued when not. */
static bool
check_target(struct sink *s)
{
	struct stat st;
	if (lstat(s->target, &st)) {
		if (errno == ENOENT)
			return true;
		report(s, s->target, "cannot look at the output folder", errno);
		return false;
	}
	if (!S_ISDIR(st.st_mode)) {
		diag_add(s->diags, DIAG_ERROR, "output", s->target, 0, 0,
		         "the output must be a folder, and this is none; choose another with -o");
		return false;
	}
	if (has_mark(s->target) || is_empty_folder(s->target))
		return true;
	diag_add(s->diags, DIAG_ERROR, "output", s->target, 0, 0,
	         "this folder was not written by splitter (it holds no %s) and is not replaced; choose another with -o",
	         SINK_MARK);
	return false;
}

/* The target's place with links resolved, so that the exchange happens where the folder really is. */
static char *
resolve_target(struct sink *s, const char *target)
{
	struct arena *a = &s->arena;
	char *here = path_real(a, ".");
	char *path = path_clean(a, path_join(a, here ? here : "/", target));
	char *real = path_real(a, path);
	if (real)
		return real;
	char *parent = arena_strndup(a, path, (size_t)(path_base(path) - path));
	if (!path_make_folders(parent)) {
		report(s, parent, "cannot make the folder", errno);
		return NULL;
	}
	char *real_parent = path_real(a, parent);
	return real_parent ? path_join(a, real_parent, path_base(path)) : path;
}

/* A fresh folder of a name nobody has; false with an error queued. */
static bool
make_fresh(struct sink *s)
{
	const char *base = path_base(s->target);
	char *parent = arena_strndup(&s->arena, s->target, (size_t)(base - s->target));
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	for (unsigned i = 0; i < 100; i++) {
		unsigned serial = ((unsigned)now.tv_nsec / 1000 + i) & 0xffff;
		s->fresh = arena_printf(&s->arena, "%s.%s.new-%ld-%04x", parent, base, (long)getpid(), serial);
		if (!mkdir(s->fresh, 0777)) {
			s->lock = open(s->fresh, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
			if (s->lock >= 0)
				flock(s->lock, LOCK_EX | LOCK_NB);
			return true;
		}
		if (errno != EEXIST)
			break;
	}
	report(s, parent, "cannot make a folder here", errno);
	s->fresh = NULL;
	return false;
}

static void
sink_destroy(struct sink *s)
{
	for (size_t i = 0; i < s->open.count; i++) {
		fclose(s->open.at[i].file);
		free(s->open.at[i].name);
	}
	vec_finish(&s->open);
	if (s->lock >= 0)
		close(s->lock);
	arena_finish(&s->arena);
	free(s);
}

struct sink *
sink_create(const char *target, struct diag_queue *diags)
{
	struct sink *s = mem_alloc(sizeof *s);
	arena_init(&s->arena);
	s->diags = diags;
	s->lock = -1;
	s->target = resolve_target(s, target);
	if (s->target && !*path_base(s->target)) {
		diag_add(diags, DIAG_ERROR, "output", s->target, 0, 0, "this cannot be the output folder; choose one with -o");
		s->target = NULL;
	}
	if (s->target && check_target(s) && make_fresh(s) && sink_put(s, SINK_MARK, mark_text, sizeof mark_text - 1))
		return s;
	sink_abort(s);
	return NULL;
}

static void
check_name(const char *name)
{
	for (const char *p = name;;) {
		size_t n = strcspn(p, "/");
		if (!n || (n == 2 && p[0] == '.' && p[1] == '.'))
			BUG("output name '%s'", name);
		if (!p[n])
			return;
		p += n + 1;
	}
}

FILE *
sink_open(struct sink *s, const char *name)
{
	check_name(name);
	char *path = path_join(&s->arena, s->fresh, name);
	char *folder = arena_strndup(&s->arena, path, (size_t)(path_base(path) - path - 1));
	int fd = -1;
	if (path_make_folders(folder))
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
	FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
	const char *shown = path_join(&s->arena, s->target, name);
	if (!f) {
		report(s, shown, "cannot write", errno);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	vec_push(&s->open, (struct open_file){f, mem_strdup(shown)});
	return f;
}

/* Writes out what is buffered; 0 or why it failed. A write that failed before left no errno: it is tried again. */
static int
flush_error(FILE *f)
{
	bool failed = ferror(f);
	if (!fflush(f) && !failed)
		return 0;
	int error = errno;
	if (failed) {
		clearerr(f);
		error = putc('\n', f) == EOF || fflush(f) ? errno : EIO;
	}
	return error ? error : EIO;
}

bool
sink_close(struct sink *s, FILE *f)
{
	size_t i = 0;
	while (i < s->open.count && s->open.at[i].file != f)
		i++;
	if (i == s->open.count)
		BUG("a file that is not open in the sink");
	char *name = s->open.at[i].name;
	s->open.at[i] = vec_pop(&s->open);
	int error = flush_error(f);
	if (fclose(f) && !error)
		error = errno;
	if (error)
		report(s, name, "cannot write", error);
	free(name);
	return !error;
}

bool
sink_put(struct sink *s, const char *name, const void *data, size_t size)
{
	FILE *f = sink_open(s, name);
	if (!f)
		return false;
	if (size)
		fwrite(data, 1, size, f);
	return sink_close(s, f);
}

const char *
sink_folder(const struct sink *s)
{
	return s->fresh;
}

struct syncing {
	struct sink *sink;
	bool failed;
};

static bool
sync_one(struct syncing *y, const char *path, bool is_folder)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | (is_folder ? O_DIRECTORY : 0));
	int error = fd < 0 || fsync(fd) ? errno : 0;
	if (fd >= 0)
		close(fd);
	/* some file systems cannot sync a folder, and say so */
	if (!error || (is_folder && (error == EINVAL || error == ENOTSUP)))
		return true;
	report(y->sink, path, "cannot bring the file to the disk", error);
	y->failed = true;
	return false;
}

static bool
sync_entry(void *arg, const char *name, bool is_folder)
{
	struct syncing *y = arg;
	return sync_one(y, path_join(&y->sink->arena, y->sink->fresh, name), is_folder);
}

static bool
sync_tree(struct sink *s)
{
	struct syncing y = {.sink = s};
	path_walk(s->fresh, sync_entry, &y);
	return sync_one(&y, s->fresh, true) && !y.failed;
}

static bool
lacks_exchange(int error)
{
	return error == EINVAL || error == ENOSYS || error == ENOTSUP;
}

/* Two renames, for file systems without an exchange. `fresh` names the old folder afterwards. */
static bool
exchange_by_renames(struct sink *s)
{
	const char *base = path_base(s->target);
	char *old = arena_printf(&s->arena, "%.*s.%s.old-%ld", (int)(base - s->target), s->target, base, (long)getpid());
	if (rename(s->target, old))
		return false;
	if (!rename(s->fresh, s->target)) {
		s->fresh = old;
		return true;
	}
	int error = errno;
	rename(old, s->target);
	errno = error;
	return false;
}

/* Puts the fresh folder into the target's place; `fresh` is NULL or names the old one afterwards. */
static bool
exchange(struct sink *s)
{
	struct stat st;
	if (lstat(s->target, &st)) {
		if (rename(s->fresh, s->target))
			return false;
		s->fresh = NULL;
		return true;
	}
	if (!renameat2(AT_FDCWD, s->fresh, AT_FDCWD, s->target, RENAME_EXCHANGE))
		return true;
	return lacks_exchange(errno) && exchange_by_renames(s);
}

bool
sink_commit(struct sink *s)
{
	if (s->open.count)
		BUG("%s is still open", s->open.at[0].name);
	bool ok = sync_tree(s) && check_target(s);
	if (ok && !exchange(s)) {
		report(s, s->target, "cannot replace the output folder", errno);
		ok = false;
	}
	if (ok && s->fresh && !path_remove_tree(s->fresh))
		diag_add(s->diags, DIAG_WARNING, "output", s->fresh, 0, 0,
		         "the former result could not be removed entirely; delete it by hand");
	if (!ok)
		path_remove_tree(s->fresh);
	sink_destroy(s);
	return ok;
}

void
sink_abort(struct sink *s)
{
	if (!s)
		return;
	if (s->fresh)
		path_remove_tree(s->fresh);
	sink_destroy(s);
}

/* Is the run that made `.NAME.new-PID-…` gone? Process numbers are reused, and other hosts may share the
 * folder, so an old one without a lock counts as left even when its number is taken. */
static bool
is_left(int folder, const char *name, long pid)
{
	struct stat st;
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool left = !flock(fd, LOCK_EX | LOCK_NB) && !fstat(fd, &st);
	if (left && pid > 0 && !(kill((pid_t)pid, 0) && errno == ESRCH))
		left = time(NULL) - st.st_mtime > LEFTOVER_SECONDS;
	close(fd);
	return left;
}

/* Removes or brings back one entry of the parent folder. */
static void
sweep_one(int folder, const char *parent, const char *name, const char *target)
{
	const char *base = path_base(target);
	size_t n = strlen(base);
	struct arena a;
	if (name[0] != '.' || strncmp(name + 1, base, n))
		return;
	const char *tail = name + 1 + n;
	bool is_new = !strncmp(tail, ".new-", 5), is_old = !strncmp(tail, ".old-", 5);
	if ((!is_new && !is_old) || !is_left(folder, name, strtol(tail + 5, NULL, 10)))
		return;
	arena_init(&a);
	char *path = path_join(&a, parent, name);
	if (!is_old || access(target, F_OK) == 0)
		path_remove_tree(path);
	else if (has_mark(path))
		rename(path, target);
	arena_finish(&a);
}

void
sink_sweep(const char *target)
{
	struct arena a;
	arena_init(&a);
	char *here = path_real(&a, ".");
	char *path = path_clean(&a, path_join(&a, here ? here : "/", target));
	char *real = path_real(&a, path);
	if (real)
		path = real;
	char *parent = arena_strndup(&a, path, (size_t)(path_base(path) - path));
	DIR *d = *path_base(path) ? opendir(parent) : NULL;
	VEC(char *) names = {0};
	for (struct dirent *e; d && (e = readdir(d));)
		vec_push(&names, arena_strdup(&a, e->d_name));
	for (size_t i = 0; i < names.count; i++)
		sweep_one(dirfd(d), parent, names.at[i], path);
	if (d)
		closedir(d);
	vec_finish(&names);
	arena_finish(&a);
}
