/* Error codes by name: constants of macros and enumerations that an integer result takes. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define STATUS_OK 0
#define STATUS_ERR 1
#define STATUS_BAD_NAME (2)
#define MODULE_ERROR ( -1 )
#define FAILED 0
#define DONE 1
#define ROWS_MOST 1
#define ERROR_BITS (1 << 3)
enum { CODE_FINE, CODE_FAIL_FULL };
enum state { STATE_OPEN, STATE_SHUT, STATE_INVALID };
struct shelf { char name[8]; int count; };
int random_number(void);

/* named codes */
int by_macro(int n) { if (n > 3) return STATUS_ERR; return STATUS_OK; }
int by_two_macros(const char *s) {
	if (!s)
		return STATUS_BAD_NAME;
	return s[0] ? STATUS_OK : STATUS_ERR;
}
int by_local(int n) {
	int rc = STATUS_OK;
	if (n < 0)
		rc = STATUS_ERR;
	return rc;
}
int by_enumerator(struct shelf *s) { return s->count > 8 ? CODE_FAIL_FULL : CODE_FINE; }
int by_callee(int n) { return by_macro(n + 1); }
int zero_fails(int n) { return n ? DONE : FAILED; }
int minus_one_named(int n) { if (n < 0) return MODULE_ERROR; return n + 1; }
int minus_one_and_zero(int n) { return n < 0 ? MODULE_ERROR : STATUS_OK; }

/* none: the number is another's, the name is none of an error, the body is no number */
int plain_one(int n) { if (n > 3) return 1; return 0; }
int two_lines(int n) {
	if (n == STATUS_ERR)
		return 2;
	return 0;
}
int not_its_value(int n) { if (n == STATUS_BAD_NAME) return 1; return 0; }
int no_error_name(int n) { if (n > 3) return ROWS_MOST; return 0; }
int no_number(int n) { if (n > 3) return ERROR_BITS; return 0; }
int many(int n) { if (n > 9) return 3; if (n > 3) return 2; return 0; }
int always(struct shelf *s) { s->count = 0; return 0; }

/* truth */
bool is_full(const struct shelf *s) { return s->count > 7; }
bool is_named(const struct shelf *s) { if (s->name[0]) return true; return false; }
int compared(int n) { if (n > 5) return 1; return n == 3; }
_Bool dice(void) { return random_number(); }

/* sizes, and enums that are no errors */
size_t length_of(const char *s) { return strlen(s); }
size_t zero_or_length(const char *s) { if (!s) return 0; return strlen(s); }
enum state next_state(enum state s) { return s == STATE_OPEN ? STATE_SHUT : STATE_OPEN; }
enum state state_or_invalid(int n) { return n > 1 ? STATE_INVALID : (enum state)n; }
unsigned unsigned_minus_one(int n) { if (n < 0) return -1; return (unsigned)n; }
double ratio(int n) { return n / 2.0; }
struct shelf by_value(int n) { struct shelf s = {"x", n}; return s; }

/* fails whatever it is given */
int always_fails(const char *s) { (void)s; return -1; }
int always_fails_named(const char *s) { (void)s; return MODULE_ERROR; }
int always_three(void) { return 3; }
unsigned char tiny(int n) { if (n > 3) return 1; return 0; }
int out_of_bytes(const char *s) { int n; memcpy(&n, s, sizeof n); return n; }
