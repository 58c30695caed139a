/* Declarations of hiredis, Redis' client library, for reading programs where its own header is missing. */
#ifndef SPLITTER_HIREDIS_H
#define SPLITTER_HIREDIS_H
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/time.h>
#define HIREDIS_MAJOR 1
#define HIREDIS_MINOR 0
#define REDIS_ERR (-1)
#define REDIS_OK 0
#define REDIS_ERR_IO 1
#define REDIS_ERR_OTHER 2
#define REDIS_ERR_EOF 3
#define REDIS_ERR_PROTOCOL 4
#define REDIS_ERR_OOM 5
#define REDIS_ERR_TIMEOUT 6
#define REDIS_REPLY_STRING 1
#define REDIS_REPLY_ARRAY 2
#define REDIS_REPLY_INTEGER 3
#define REDIS_REPLY_NIL 4
#define REDIS_REPLY_STATUS 5
#define REDIS_REPLY_ERROR 6
#define REDIS_REPLY_DOUBLE 7
#define REDIS_REPLY_BOOL 8
#define REDIS_REPLY_MAP 9
#define REDIS_REPLY_SET 10
#define REDIS_REPLY_PUSH 12
#define REDIS_BLOCK 0x1
#define REDIS_CONNECTED 0x2
typedef struct redisReply { int type; long long integer; double dval; size_t len; char *str; char vtype[4]; size_t elements; struct redisReply **element; } redisReply;
typedef struct redisReader redisReader;
enum redisConnectionType { REDIS_CONN_TCP, REDIS_CONN_UNIX, REDIS_CONN_USERFD };
typedef struct redisOptions { int type, options; const struct timeval *connect_timeout, *command_timeout;
	union { struct { const char *source_addr, *ip; int port; } tcp; const char *unix_socket; int fd; } endpoint; } redisOptions;
typedef struct redisContext { const void *funcs; int err; char errstr[128]; int fd; int flags; char *obuf; redisReader *reader;
	enum redisConnectionType connection_type; struct timeval *connect_timeout, *command_timeout; void *privdata; } redisContext;
#define REDIS_OPTIONS_SET_TCP(opts, ip_, port_) ((opts)->type = REDIS_CONN_TCP, (opts)->endpoint.tcp.ip = (ip_), (opts)->endpoint.tcp.port = (port_))
#define REDIS_OPTIONS_SET_UNIX(opts, path) ((opts)->type = REDIS_CONN_UNIX, (opts)->endpoint.unix_socket = (path))
redisReader *redisReaderCreate(void);
void redisReaderFree(redisReader *r);
int redisReaderFeed(redisReader *r, const char *buf, size_t len);
int redisReaderGetReply(redisReader *r, void **reply);
void freeReplyObject(void *reply);
int redisvFormatCommand(char **target, const char *format, va_list ap);
int redisFormatCommand(char **target, const char *format, ...);
long long redisFormatCommandArgv(char **target, int argc, const char **argv, const size_t *argvlen);
void redisFreeCommand(char *cmd);
redisContext *redisConnectWithOptions(const redisOptions *options);
redisContext *redisConnect(const char *ip, int port);
redisContext *redisConnectWithTimeout(const char *ip, int port, const struct timeval tv);
redisContext *redisConnectNonBlock(const char *ip, int port);
redisContext *redisConnectUnix(const char *path);
redisContext *redisConnectUnixWithTimeout(const char *path, const struct timeval tv);
redisContext *redisConnectFd(int fd);
int redisReconnect(redisContext *c);
int redisSetTimeout(redisContext *c, const struct timeval tv);
int redisEnableKeepAlive(redisContext *c);
void redisFree(redisContext *c);
int redisFreeKeepFd(redisContext *c);
int redisBufferRead(redisContext *c);
int redisBufferWrite(redisContext *c, int *done);
int redisGetReply(redisContext *c, void **reply);
int redisGetReplyFromReader(redisContext *c, void **reply);
int redisAppendFormattedCommand(redisContext *c, const char *cmd, size_t len);
int redisvAppendCommand(redisContext *c, const char *format, va_list ap);
int redisAppendCommand(redisContext *c, const char *format, ...);
int redisAppendCommandArgv(redisContext *c, int argc, const char **argv, const size_t *argvlen);
void *redisvCommand(redisContext *c, const char *format, va_list ap);
void *redisCommand(redisContext *c, const char *format, ...);
void *redisCommandArgv(redisContext *c, int argc, const char **argv, const size_t *argvlen);
#endif
