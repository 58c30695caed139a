/* Three subjects, and decisions about them: some hold, some contradict each other, some match nothing. */
typedef struct sqlite3 sqlite3;
int sqlite3_exec(sqlite3 *, const char *, void *, void *, char **);
extern sqlite3 *db;

static int price_count;

int price_read(void) { price_count++; return sqlite3_exec(db, "SELECT amount FROM price", 0, 0, 0); }
int price_set(void) { return price_read() + sqlite3_exec(db, "UPDATE price SET amount = 1", 0, 0, 0); }
int price_list(void) { return price_set() + price_read(); }
int price_drop(void) { return price_list() + sqlite3_exec(db, "DELETE FROM price", 0, 0, 0); }
int mail_read(void) { return sqlite3_exec(db, "SELECT body FROM mail", 0, 0, 0); }
int mail_queue(void) { return mail_read() + sqlite3_exec(db, "INSERT INTO mail (body) VALUES ('x')", 0, 0, 0); }
int mail_send(void) { return mail_queue() + mail_read(); }
int mail_drop(void) { return mail_send() + sqlite3_exec(db, "DELETE FROM mail", 0, 0, 0); }
int stock_read(void) { return sqlite3_exec(db, "SELECT n FROM stock", 0, 0, 0); }
int stock_take(void) { return stock_read() + sqlite3_exec(db, "UPDATE stock SET n = 0", 0, 0, 0); }
int stock_count(void) { return stock_take() + stock_read(); }
int stock_drop(void) { return stock_count() + sqlite3_exec(db, "DELETE FROM stock", 0, 0, 0); }
int nightly(void) { return price_drop() + mail_drop(); }
int main(void) { return stock_drop() + mail_send() + price_list(); }
