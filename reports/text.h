/* Text: bytes out of other people's sources made harmless for what we write. Results are arena memory. */
#ifndef REPORTS_TEXT_H
#define REPORTS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum { TEXT_LIMIT = 16000 }; /* bytes; Graphviz does not read back longer quoted strings */

/* Valid UTF-8: each byte that is not becomes U+FFFD. NULL gives "". */
char *text_utf8(struct arena *a, const char *text);

/* Fit to be shown: also control, bidirectional and non-XML characters become U+FFFD; cut with an ellipsis after
 * `limit` characters (0: none), and always before TEXT_LIMIT bytes. */
char *text_show(struct arena *a, const char *text, size_t limit);

/* text_show, then escaped: for XML and HTML text or quoted attributes; for a cell or line of Markdown; for a URL's
 * fragment (percent-encoded). */
char *text_xml(struct arena *a, const char *text, size_t limit);
char *text_markdown(struct arena *a, const char *text, size_t limit);
char *text_fragment(struct arena *a, const char *text);

/* "1 table", "3 tables", "no tables". */
char *text_count(struct arena *a, size_t n, const char *one, const char *many);

/* "file:line", "file" or "". */
char *text_place(struct arena *a, const char *file, unsigned line);

char *text_base64(struct arena *a, const void *data, size_t size);

/* Decodes one character of `*p`, moving on; U+FFFD for a byte that is none, 0 at the end. `valid` may be NULL. */
unsigned text_next(const char **p, bool *valid);

#endif
