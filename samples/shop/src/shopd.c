/* SPDX-License-Identifier: MIT */
/*
 * shopd - the HTTP front.  Stops on SIGINT and SIGTERM.
 */
#include <signal.h>
#include <stdlib.h>

#include "web.h"

static int bad_usage(void)
{
    fprintf(stderr, "usage: shopd --db FILE --port N --data DIR [--now TIME]\n");
    return 2;
}

static void wait_for_signal(sigset_t *set)
{
    int sig;

    sigwait(set, &sig);
    log_info("stopped by signal %d", sig);
}

int main(int argc, char **argv)
{
    const char *db = "shop.db", *data = "data", *now = getenv("SHOP_NOW");
    int port = 8080, i;
    sigset_t set;

    for (i = 1; i + 1 < argc; i += 2) {
        if (STREQ(argv[i], "--db"))
            db = argv[i + 1];
        else if (STREQ(argv[i], "--data"))
            data = argv[i + 1];
        else if (STREQ(argv[i], "--now"))
            now = argv[i + 1];
        else if (!STREQ(argv[i], "--port") || parse_int(argv[i + 1], &port) < 0)
            return bad_usage();
    }
    if (i != argc || port < 1 || port > 65535 || (now && *now && clock_set(now) < 0))
        return bad_usage();

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);

    set_data_dir(data);
    if (db_open(db) < 0)
        return 1;
    if (schema_version() < 1 || schema_migrate() < 0) {
        fprintf(stderr, "no usable shop in %s, run shopctl init first\n", db);
        db_close();
        return 1;
    }
    log_setup(conf_get("log_file"), log_level_parse(conf_get("log_level")));
    if (http_start(port) < 0) {
        fprintf(stderr, "cannot listen on port %d\n", port);
        conf_forget();
        db_close();
        return 1;
    }
    printf("shopd on http://127.0.0.1:%d/\n", port);
    fflush(stdout);
    wait_for_signal(&set);
    http_stop();
    forget_products();
    forget_templates();
    conf_forget();
    db_close();
    log_close();
    return 0;
}
