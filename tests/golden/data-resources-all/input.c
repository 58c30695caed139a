/* The outside world: files, sockets, processes, threads, signals, time, environment, queues; and what only looks like it. */
#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include <threads.h>
#define RUN_DIR "/run/app"
extern char **environ;
struct settings { const char *spool; } settings = {"/var/spool/app"};
/* files: names from literals, macros, formats, fields, defaults; modes from words and flags */
FILE *append(void) { return fopen(RUN_DIR "/app.log", "a+"); }
FILE *update(void) { return fopen("/etc/app.conf", "r+b"); }
int exclusive(void) { return open("/run/lock", O_WRONLY | O_CREAT | O_EXCL, 0600); }
int made(void) { return creat("/tmp/out", 0644); }
int spooled(int id) { char p[99]; snprintf(p, sizeof p, "%s/%d", settings.spool, id); return open(p, O_WRONLY | O_TRUNC); }
int at(int dir) { return openat(dir, "inner.txt", O_RDONLY); }
static int open_in(const char *dir, const char *name) { char p[99]; sprintf(p, "%s/%s", dir, name); return open(p, O_RDONLY); }
int by_caller(void) { return open_in("/etc/app.d", "one"); }
int flags_unknown(int flags) { return open("/dev/thing", flags); }
int moved(void) { return rename("/tmp/a", "/tmp/b") + link("/tmp/c", "/tmp/d") + symlink("/x", "/y") + unlink("/tmp/e"); }
int folders(void) { return mkdir("/var/app", 0700) + rmdir("/var/old") + chdir("/") + (opendir("/proc") != 0); }
int looked(void) { struct stat s; return stat("/etc/passwd", &s) + access("/etc/shadow", R_OK) + lstat("/tmp", &s); }
void *mapped(int fd) { return mmap(0, 100, PROT_READ, MAP_SHARED, fd, 0); }
int locked(int fd) { return flock(fd, LOCK_EX) + lockf(fd, F_LOCK, 0); }
FILE *temporary(void) { char t[] = "/tmp/app-XXXXXX"; close(mkstemp(t)); return tmpfile(); }
/* sockets */
int server(void) {
	int s = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(8080)};
	bind(s, (struct sockaddr *)&a, sizeof a);
	listen(s, 5);
	return accept(s, 0, 0);
}
int client(const char *host) { struct addrinfo *i; getaddrinfo(host, "443", 0, &i); int s = socket(AF_INET6, SOCK_DGRAM, 0); return connect(s, i->ai_addr, i->ai_addrlen); }
int local(void) { int p[2]; struct sockaddr_un u = {AF_UNIX, "/run/app.sock"}; socketpair(AF_UNIX, SOCK_STREAM, 0, p); return bind(p[0], (struct sockaddr *)&u, sizeof u); }
long sent(int s) { char b[9]; return send(s, "x", 1, 0) + recv(s, b, 9, 0); }
int waited(struct pollfd *p) { return poll(p, 1, 100) + epoll_wait(3, 0, 1, 1); }
/* processes */
int forked(void) { pid_t p = fork(); if (!p) execl("/bin/sh", "sh", "-c", "ls", (char *)0); return waitpid(p, 0, 0); }
FILE *piped(void) { return popen("/usr/bin/sort -u", "r"); }
int ran(const char *file) { char c[99]; snprintf(c, sizeof c, "gzip %s", file); return system(c); }
int spawned(char **argv) { pid_t p; return posix_spawn(&p, "/bin/true", 0, 0, argv, environ); }
int demon(void) { return daemon(0, 0); }
void *plugin(void) { return dlopen("/usr/lib/app/plugin.so", RTLD_NOW); }
/* threads and what they share */
static void *work(void *p) { return p; }
static int other(void *p) { return p != 0; }
int threads(void) { pthread_t t; thrd_t u; pthread_create(&t, 0, work, 0); return thrd_create(&u, other, 0) + pthread_join(t, 0); }
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
int mutexed(void) { return pthread_mutex_lock(&lock) + pthread_mutex_unlock(&lock); }
int shared(void) { return shmget(5, 100, 0600) + shm_open("/app", O_RDWR, 0600) + (sem_open("/app", 0) != 0); }
/* signals, timers, environment, time, queues */
static void on_hup(int n) { (void)n; }
int signals(void) { struct sigaction a = {.sa_handler = on_hup}; sigaction(SIGHUP, &a, 0); signal(SIGPIPE, SIG_IGN); alarm(5); return kill(getppid(), SIGTERM); }
const char *environment(void) { setenv("APP_MODE", "x", 1); unsetenv("OLD"); return getenv("APP_HOME"); }
double clocks(void) { struct timespec t; struct timeval v; clock_gettime(CLOCK_REALTIME, &t); gettimeofday(&v, 0); sleep(1); usleep(5); return difftime(time(0), 0); }
int queue(void) { return mq_open("/jobs", O_WRONLY) + inotify_init() + timerfd_create(CLOCK_MONOTONIC, 0); }
void logged(void) { openlog("app", 0, LOG_DAEMON); syslog(LOG_INFO, "up"); }
/* nothing: text in memory, the program's own functions of such names, streams that are there already */
static int open_file(const char *name) { return name[0]; }
static FILE *own_popen(const char *c) { return c ? stdout : stderr; }
int none(char *b) { printf("open(\"/etc/passwd\")"); return open_file("/etc/none") + (own_popen("x") != 0) + snprintf(b, 9, "/tmp/%d", 1); }
