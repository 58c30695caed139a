/* A header that a build would make, from the template it makes it of. In: config.h.in, config.h.cmake and their like;
 * out: the text of a stand-in. What a C library of today has is there, sizes are those of 64-bit Linux, and database
 * drivers are switched on, so that code that uses one is read; what nothing is known of stays undefined. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "compdb/builder.h"

enum { LINE_MAX_LENGTH = 4096, NAME_MAX_LENGTH = 200 };

struct sized {
	const char *name;
	int size;
};

/* HAVE_NAME and HAVE_NAME_H of ISO C and POSIX. */
static const char *const present[] = {
	"ALLOCA_H", "ARPA_INET_H", "ASSERT_H", "CTYPE_H", "DIRENT_H", "DLFCN_H", "ERRNO_H", "FCNTL_H", "FLOAT_H", "GETOPT_H", "GRP_H",
	"ICONV_H", "INTTYPES_H", "LANGINFO_H", "LIBGEN_H", "LIMITS_H", "LOCALE_H", "MALLOC_H", "MATH_H", "MEMORY_H", "NETDB_H",
	"NETINET_IN_H", "NETINET_TCP_H", "NET_IF_H", "PATHS_H", "POLL_H", "PTHREAD_H", "PTY_H", "PWD_H", "REGEX_H", "SCHED_H",
	"SETJMP_H", "SIGNAL_H", "STDARG_H", "STDBOOL_H", "STDDEF_H", "STDINT_H", "STDIO_H", "STDLIB_H", "STRINGS_H", "STRING_H",
	"SYSLOG_H", "SYS_EPOLL_H", "SYS_FILE_H", "SYS_IOCTL_H", "SYS_IPC_H", "SYS_MMAN_H", "SYS_MOUNT_H", "SYS_MSG_H", "SYS_PARAM_H",
	"SYS_POLL_H", "SYS_PRCTL_H", "SYS_RESOURCE_H", "SYS_SELECT_H", "SYS_SEM_H", "SYS_SHM_H", "SYS_SOCKET_H", "SYS_STATVFS_H",
	"SYS_STAT_H", "SYS_SYSCALL_H", "SYS_SYSINFO_H", "SYS_TIMES_H", "SYS_TIME_H", "SYS_TYPES_H", "SYS_UIO_H", "SYS_UN_H",
	"SYS_UTSNAME_H", "SYS_VFS_H", "SYS_WAIT_H", "TERMIOS_H", "TIME_H", "UNISTD_H", "UTIME_H", "WCHAR_H", "WCTYPE_H",
	"ACCESS", "ALARM", "ALLOCA", "ATEXIT", "BZERO", "CHOWN", "CLOCK_GETTIME", "DLOPEN", "DUP2", "FCHMOD", "FCHOWN", "FDATASYNC", "FORK",
	"FSEEKO", "FSYNC", "FTRUNCATE", "GAI_STRERROR", "GETADDRINFO", "GETCWD", "GETEUID", "GETGROUPS", "GETHOSTBYNAME", "GETHOSTNAME",
	"GETLINE", "GETNAMEINFO", "GETOPT", "GETOPT_LONG", "GETPAGESIZE", "GETPWNAM", "GETRLIMIT", "GETRUSAGE", "GETTIMEOFDAY", "GMTIME_R",
	"INET_ATON", "INET_NTOA", "INET_NTOP", "INET_PTON", "INITGROUPS", "ISASCII", "KILLPG", "LOCALTIME_R", "LSTAT", "MEMCHR", "MEMCMP",
	"MEMCPY", "MEMMOVE", "MEMSET", "MKDIR", "MKSTEMP", "MKTIME", "MMAP", "MUNMAP", "NANOSLEEP", "OPENLOG", "POLL", "PREAD", "PUTENV",
	"PWRITE", "RANDOM", "READLINK", "REALPATH", "RECVMSG", "REGCOMP", "RENAME", "RMDIR", "SELECT", "SENDMSG", "SETENV", "SETEUID",
	"SETLOCALE", "SETRLIMIT", "SETSID", "SETSOCKOPT", "SIGACTION", "SIGPROCMASK", "SNPRINTF", "SOCKET", "SOCKETPAIR", "STPCPY",
	"STRCASECMP", "STRCHR", "STRCSPN", "STRDUP", "STRERROR", "STRFTIME", "STRNCASECMP", "STRNDUP", "STRNLEN", "STRPBRK", "STRRCHR",
	"STRSEP", "STRSIGNAL", "STRSPN", "STRSTR", "STRTOD", "STRTOK_R", "STRTOL", "STRTOLL", "STRTOUL", "STRTOULL", "SYMLINK", "SYSCONF",
	"SYSLOG", "TCGETATTR", "TIMEGM", "TIMES", "TRUNCATE", "UNAME", "UNSETENV", "USLEEP", "UTIME", "UTIMES", "VASPRINTF", "ASPRINTF",
	"VFORK", "VPRINTF", "VSNPRINTF", "WAITPID", "WAIT4", "LONG_LONG", "LONG_LONG_INT", "INT64_T", "UINT64_T", "INT32_T", "UINT32_T",
	"INT8_T", "INT16_T", "UINT8_T", "UINT16_T", "INTMAX_T", "UINTMAX_T", "INTPTR_T", "UINTPTR_T",
	"SIZE_T", "SSIZE_T", "OFF_T", "PID_T", "UID_T", "GID_T", "MODE_T", "TIME_T", "PTRDIFF_T", "WCHAR_T", "WINT_T", "U_CHAR", "U_INT",
	"LONG_DOUBLE", "STRUCT_TIMEVAL", "STRUCT_TIMESPEC", "STRUCT_ADDRINFO", "STRUCT_IN6_ADDR", "STRUCT_SOCKADDR_IN6", "STRUCT_STAT_ST_BLOCKS",
	"STRUCT_TM_TM_ZONE", "TM_ZONE", "IPV6", "PTHREAD", "SOCKADDR_STORAGE", "STRUCT_SOCKADDR_STORAGE", "SOCKLEN_T", "_BOOL",
};

static const struct sized sizes[] = {
	{"CHAR", 1}, {"SHORT", 2}, {"SHORT_INT", 2}, {"INT", 4}, {"LONG", 8}, {"LONG_INT", 8}, {"LONG_LONG", 8}, {"LONG_LONG_INT", 8},
	{"VOID_P", 8}, {"CHAR_P", 8}, {"SIZE_T", 8}, {"SSIZE_T", 8}, {"TIME_T", 8}, {"OFF_T", 8}, {"PID_T", 4}, {"UID_T", 4}, {"GID_T", 4},
	{"FLOAT", 4}, {"DOUBLE", 8}, {"LONG_DOUBLE", 16}, {"WCHAR_T", 4}, {"PTRDIFF_T", 8}, {"INTMAX_T", 8}, {"INT64_T", 8},
};

static const char *const drivers[] = {"SQLITE", "SQLITE3", "MYSQL", "MARIADB", "PGSQL", "POSTGRES", "POSTGRESQL", "LIBPQ", "PQ", "ODBC",
                                      "UNIXODBC", "ORACLE", "OCI", "OCI8", "HIREDIS", "REDIS", "ECPG"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool
is_in(const char *const *list, size_t count, const char *word, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == length && !memcmp(list[i], word, length))
			return true;
	return false;
}

/* One of the words between underscores names a database driver. */
static bool
names_driver(const char *name)
{
	while (*name) {
		size_t n = strcspn(name, "_");
		if (is_in(drivers, COUNT(drivers), name, n) || (n > 3 && !memcmp(name, "LIB", 3) && is_in(drivers, COUNT(drivers), name + 3, n - 3)))
			return true;
		name += n + (name[n] == '_');
	}
	return false;
}

/* What the macro is set to; NULL: it stays undefined. */
static const char *
value_of(struct arena *a, const char *name)
{
	static const char *const said[] = {"STDC_HEADERS", "TIME_WITH_SYS_TIME", "_GNU_SOURCE", "_ALL_SOURCE", "__EXTENSIONS__"};
	if (is_in(said, COUNT(said), name, strlen(name)))
		return "1";
	if (text_begins(name, "HAVE_DECL_"))
		return is_in(present, COUNT(present), name + 10, strlen(name + 10)) ? "1" : "0";
	if (text_begins(name, "HAVE_") && is_in(present, COUNT(present), name + 5, strlen(name + 5)))
		return "1";
	for (size_t i = 0; text_begins(name, "SIZEOF_") && i < COUNT(sizes); i++)
		if (!strcmp(name + 7, sizes[i].name))
			return arena_printf(a, "%d", sizes[i].size);
	if (!strcmp(name, "PACKAGE") || text_begins(name, "PACKAGE_") || !strcmp(name, "VERSION") || text_ends(name, "_VERSION_STRING"))
		return "\"\"";
	if (!strcmp(name, "RETSIGTYPE"))
		return "void";
	bool asks = text_begins(name, "HAVE_") || text_begins(name, "WITH_") || text_begins(name, "USE_") || text_begins(name, "ENABLE_");
	return asks && names_driver(name) ? "1" : NULL;
}

/* @NAME@ and ${NAME} in a line: nothing within quotes, else what the name is set to, or 0. */
static void
put_line(struct arena *a, const char *p, const char *end, FILE *out)
{
	bool quoted = false;
	while (p < end) {
		size_t open = *p == '@' ? 1 : p[0] == '$' && end - p > 1 && p[1] == '{' ? 2 : 0;
		const char *close = open ? memchr(p + open, *p == '@' ? '@' : '}', (size_t)(end - p) - open) : NULL;
		size_t n = close ? (size_t)(close - p) - open : 0;
		bool is_name = n && n < NAME_MAX_LENGTH;
		for (size_t i = 0; i < n && is_name; i++)
			is_name = isalnum((unsigned char)p[open + i]) || p[open + i] == '_';
		quoted ^= *p == '"';
		if (!is_name) {
			fputc(*p++, out);
			continue;
		}
		const char *value = value_of(a, arena_strndup(a, p + open, n));
		if (!quoted)
			fputs(value && *value != '"' ? value : "0", out);
		p = close + 1;
	}
	fputc('\n', out);
}

/* #undef NAME, #cmakedefine NAME …, #cmakedefine01 NAME, #mesondefine NAME; false for other lines. */
static bool
put_directive(struct arena *a, const char *p, const char *end, FILE *out)
{
	static const char *const words[] = {"undef", "cmakedefine01", "cmakedefine", "mesondefine"};
	p += strspn(p, " \t");
	if (p >= end || *p++ != '#')
		return false;
	p += strspn(p, " \t");
	size_t which = 0;
	while (which < COUNT(words) && !(text_begins(p, words[which]) && strchr(" \t", p[strlen(words[which])])))
		which++;
	if (which == COUNT(words))
		return false;
	p += strlen(words[which]);
	p += strspn(p, " \t");
	size_t n = strcspn(p, " \t\r\n");
	if (!n || n >= NAME_MAX_LENGTH || p + n > end)
		return false;
	const char *name = arena_strndup(a, p, n), *value = value_of(a, name);
	p += n;
	bool has_text = which == 2 && p < end && p[strspn(p, " \t\r")] != '\n';
	if (!value && which != 1) {
		fprintf(out, "/* not known: %s */\n", name);
	} else if (has_text) {
		fprintf(out, "#define %s", name);
		put_line(a, p, end, out);
	} else {
		fprintf(out, "#define %s %s\n", name, value ? value : "0");
	}
	return true;
}

const char *
stand_in_text(struct arena *a, const char *template)
{
	struct arena scratch;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		die(EXIT_FAILED, "out of memory");
	arena_init(&scratch);
	for (const char *p = template; *p;) {
		const char *end = p + strcspn(p, "\n");
		struct arena_mark mark = arena_mark(&scratch);
		if (!put_directive(&scratch, p, end, out))
			put_line(&scratch, p, end, out);
		arena_pop(&scratch, mark);
		p = end + (*end == '\n');
	}
	arena_finish(&scratch);
	if (fclose(out))
		die(EXIT_FAILED, "out of memory");
	const char *kept = arena_strndup(a, text, size);
	free(text);
	return kept;
}
