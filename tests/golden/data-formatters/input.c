/* Formatters of the project's own: the format is walked character by character, so nothing of the library's says what is
 * built. */
#include "db.h"
sqlite3 *db;

struct text { unsigned long size, used; char *data; };
#define text_room(t, n) do { if ((t)->used + (n) >= (t)->size) { while ((t)->used + (n) >= (t)->size) (t)->size *= 2; (t)->data = realloc((t)->data, (t)->size); } } while (0)
#define text_add(t, s) do { unsigned long n_ = strlen(s); text_room((t), n_); memcpy(&((t)->data[(t)->used]), (s), n_); (t)->used += n_; } while (0)
#define text_char(t, c) do { text_room((t), 1); (t)->data[(t)->used++] = (c); } while (0)
#define text_end(t) do { (t)->data[(t)->used] = '\0'; } while (0)
#define text_clear(t) do { (t)->used = 0; (t)->data[0] = '\0'; } while (0)
#define text_of(t) ((t)->data)

/* walks the format, puts escapes and numbers in through a buffer of its own */
static int
text_walk(struct text *t, char *format, __builtin_va_list ap)
{
	char *s, number[32];
	while (*format)
		switch (*format) {
		case '%':
			format++;
			switch (*format) {
			case 's':
				s = __builtin_va_arg(ap, char *);
				text_add(t, s);
				format++;
				break;
			case 'q':
				s = __builtin_va_arg(ap, char *);
				while (s && *s) {
					if (*s == '\'')
						text_char(t, '\'');
					text_char(t, *s);
					s++;
				}
				format++;
				break;
			case 'd':
				sprintf(number, "%d", __builtin_va_arg(ap, int));
				text_add(t, number);
				format++;
				break;
			default:
				text_char(t, '%');
				text_char(t, *format);
				format++;
			}
			break;
		case '\\':
			format++;
			text_char(t, *format);
			format++;
			break;
		default:
			text_char(t, *format);
			format++;
		}
	text_end(t);
	return 0;
}

int
text_make(struct text *t, char *format, ...)
{
	__builtin_va_list ap;
	text_clear(t);
	__builtin_va_start(ap, format);
	text_walk(t, format, ap);
	__builtin_va_end(ap);
	text_end(t);
	return 0;
}

int
text_append(struct text *t, char *format, ...)
{
	__builtin_va_list ap;
	__builtin_va_start(ap, format);
	text_walk(t, format, ap);
	__builtin_va_end(ap);
	text_end(t);
	return 0;
}

extern char *schema;

int
one_table(int id)
{
	struct text query;
	text_make(&query, "select state from %s.orders where id = %d", schema, id);
	return sqlite3_exec(db, text_of(&query), 0, 0, 0);
}

int
quoted(const char *name)
{
	struct text query;
	text_make(&query, "delete from \"_%s\".stock where name = '%q';", schema, name);
	return sqlite3_exec(db, text_of(&query), 0, 0, 0);
}

int
in_parts(int id, int open)
{
	struct text query;
	text_make(&query, "select city ");
	text_append(&query, "from %s.customers", schema);
	if (open)
		text_append(&query, " where id = %d", id);
	return sqlite3_exec(db, text_of(&query), 0, 0, 0);
}

int
again(int id)
{
	struct text query;
	int rc;
	text_make(&query, "update %s.parcels set sent = 1 where id = %d", schema, id);
	rc = sqlite3_exec(db, text_of(&query), 0, 0, 0);
	text_make(&query, "delete from %s.parcels where id = %d", schema, id);
	return rc + sqlite3_exec(db, text_of(&query), 0, 0, 0);
}

/* only printed */
int
printed(int id)
{
	struct text line;
	text_make(&line, "select from the menu, item %d of %s", id, schema);
	return puts(text_of(&line));
}
