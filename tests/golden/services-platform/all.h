#ifndef ALL_H
#define ALL_H
#include <sqlite3.h>

const char *conf_text(const char *name);
int conf_number(const char *name);
int conf_set(const char *name, const char *value);
int mail_queue(const char *to, const char *text);
int mail_flush(void);
int text_length(const char *s);
int text_same(const char *a, const char *b);
int text_hash(const char *s);
int text_vowels(const char *s);
extern sqlite3 *db;
int customer_add(const char *name);
int customer_drop(int id);
int customer_list(void);
int customer_remember(int id, const char *text);
int customer_check(const char *name);
int product_add(const char *name);
int product_drop(int id);
int product_list(void);
int product_remember(int id, const char *text);
int product_check(const char *name);
int stock_add(const char *name);
int stock_drop(int id);
int stock_list(void);
int stock_remember(int id, const char *text);
int stock_check(const char *name);
int payment_add(const char *name);
int payment_drop(int id);
int payment_list(void);
int payment_remember(int id, const char *text);
int payment_check(const char *name);
int parcel_add(const char *name);
int parcel_drop(int id);
int parcel_list(void);
int parcel_remember(int id, const char *text);
int parcel_check(const char *name);
#endif
