/* A server: set-up in main, a loop that waits, handlers behind it. What must be found stands beside what must not. */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int count_here(void);
struct session { int user; };
struct session_list { struct session *first; };
typedef struct session_list session_list;

static session_list sessions;         /* session-table */
static int served;                    /* counter */
static int port;                      /* mutable-global, low: written by the set-up only */
static int initialised = 4;           /* none: only its initialiser sets it */
static const int limit = 9;           /* none: constant */
static const char *const names[] = {"a", "b"}; /* none: small, constant */
static const int big[600] = {1};      /* constant-table */
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER; /* lock */
static int never_called_writes;       /* none: its writer is dead */
char *state;                          /* mutable-global */

static void dead(void) { never_called_writes = 1; system("never"); }

static char *format(int n)
{
	static char buffer[32];           /* static-local */
	static const char *const words[] = {"x"}; /* none */
	buffer[0] = words[0][n % 1];
	return buffer;
}

static void *work(void *arg)
{
	for (;;) {                        /* endless-loop */
		sleep(1);                     /* sleep-in-loop */
		served++;
	}
	return arg;
}

static void handle(int fd)
{
	pthread_mutex_lock(&guard);
	sessions.first = malloc(sizeof *sessions.first);
	state = format(fd + initialised + limit + port + big[fd]);
	pthread_mutex_unlock(&guard);
	FILE *log = fopen("/var/log/server.log", "a");  /* local-file */
	FILE *own = fopen("/tmp/scratch", "w");         /* temporary-file */
	FILE *fixed = fopen("/usr/share/words", "r");   /* static-file */
	FILE *back = fopen("/var/log/server.log", "r"); /* file-read-back */
	FILE *null = fopen("/dev/null", "w");           /* none */
	fprintf(log, "%s %p %p %p %p %s", state, (void *)own, (void *)fixed, (void *)back, (void *)null, names[fd & 1]);
	if (fork() == 0)                                /* child-process */
		execl("/bin/date", "date", (char *)0);      /* child-process */
	count_here();
	usleep(5);                                      /* sleep */
	send(fd, "x", 1, 0);                            /* raw-socket */
}

static void on_signal(int n) { (void)n; }

static void setup(void)
{
	port = getenv("PORT") ? 80 : 81;                /* environment */
	signal(SIGHUP, on_signal);                      /* signal-handler, low: at start */
	fclose(fopen("/var/run/server.pid", "w"));      /* local-file, medium: at start */
	pthread_t t;
	pthread_create(&t, 0, work, 0);                 /* thread, medium: at start */
	for (int i = 0; i < 3; i++)                     /* a loop with an end, none */
		signal(SIGUSR1, SIG_IGN);
}

int main(void)
{
	setup();
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	listen(fd, 5);                                  /* listening-socket */
	struct pollfd p = {.fd = fd};
	while (poll(&p, 1, -1) >= 0)                    /* event-loop */
		handle(accept(fd, 0, 0));
	while (1)                                       /* none: it has a way out */
		if (initialised)
			break;
	return 0;
}
