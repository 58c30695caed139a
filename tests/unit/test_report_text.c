/* Texts of others on their way into a report: harmless in every format. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "reports/json_write.h"
#include "reports/text.h"

static void
test_show(struct arena *a)
{
	CHECK_TEXT(text_show(a, NULL, 0), "");
	CHECK_TEXT(text_show(a, "plain_name", 0), "plain_name");
	CHECK_TEXT(text_show(a, "größe→", 0), "größe→");
	CHECK_TEXT(text_show(a, "a\x1b[31mb\x01", 0), "a\xEF\xBF\xBD[31mb\xEF\xBF\xBD");
	CHECK_TEXT(text_show(a, "a\nb\tc", 0), "a b c");
	CHECK_TEXT(text_show(a, "rtl\xE2\x80\xAEx", 0), "rtl\xEF\xBF\xBDx");
	CHECK_TEXT(text_show(a, "bad\xFF\xC3", 0), "bad\xEF\xBF\xBD\xEF\xBF\xBD");
	CHECK_TEXT(text_show(a, "\xED\xA0\x80", 0), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
	CHECK_TEXT(text_show(a, "\xC0\xAF", 0), "\xEF\xBF\xBD\xEF\xBF\xBD");
	CHECK_TEXT(text_show(a, "abcdef", 4), "abc…");
	CHECK_TEXT(text_show(a, "abcd", 4), "abcd");
	char *long_text = arena_alloc(a, 40001);
	memset(long_text, 'x', 40000);
	CHECK(strlen(text_show(a, long_text, 0)) < TEXT_LIMIT);
}

static void
test_escapes(struct arena *a)
{
	CHECK_TEXT(text_xml(a, "<a href=\"x\">&'", 0), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
	CHECK_TEXT(text_markdown(a, "a|b `c` [d](e) <f>", 0), "a&#124;b &#96;c&#96; &#91;d&#93;(e) &lt;f&gt;");
	CHECK_TEXT(text_markdown(a, "order_lines _x_", 0), "order_lines &#95;x&#95;");
	CHECK_TEXT(text_fragment(a, "src/a b.c:f"), "src%2Fa%20b.c%3Af");
	CHECK_TEXT(text_utf8(a, "a\x1b\xFF"), "a\x1b\xEF\xBF\xBD");
	CHECK_TEXT(text_place(a, "src/a.c", 12), "src/a.c:12");
	CHECK_TEXT(text_place(a, "src/a.c", 0), "src/a.c");
	CHECK_TEXT(text_place(a, NULL, 3), "");
	CHECK_TEXT(text_count(a, 1, "table", "tables"), "1 table");
	CHECK_TEXT(text_count(a, 0, "table", "tables"), "no tables");
}

static void
test_base64(struct arena *a)
{
	CHECK_TEXT(text_base64(a, "", 0), "");
	CHECK_TEXT(text_base64(a, "f", 1), "Zg==");
	CHECK_TEXT(text_base64(a, "fo", 2), "Zm8=");
	CHECK_TEXT(text_base64(a, "foobar", 6), "Zm9vYmFy");
	CHECK_TEXT(text_base64(a, "\xff\xfe\xfd", 3), "//79");
}

static char *
written(bool in_html, const char *text)
{
	char *out = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&out, &size);
	struct json j = {.out = f, .compact = true, .in_html = in_html};
	json_begin(&j, NULL, '{');
	json_text(&j, "t", text);
	json_begin(&j, "list", '[');
	json_int(&j, NULL, -3);
	json_real(&j, NULL, 0.25);
	json_real(&j, NULL, NAN);
	json_bool(&j, NULL, true);
	json_end(&j, '[');
	json_end(&j, '{');
	fclose(f);
	return out;
}

static void
test_json(void)
{
	char *plain = written(false, "a\"\\\n<\xE2\x80\xA8\xFF");
	CHECK_TEXT(plain, "{\"t\":\"a\\\"\\\\\\n<\\u2028\\ufffd\",\"list\":[-3,0.25,null,true]}");
	free(plain);
	char *html = written(true, "</script>&");
	CHECK_TEXT(html, "{\"t\":\"\\u003c/script\\u003e\\u0026\",\"list\":[-3,0.25,null,true]}");
	free(html);
	char *none = written(true, NULL);
	CHECK(strstr(none, "\"t\":null") != NULL);
	free(none);
}

int
main(void)
{
	struct arena a;
	arena_init(&a);
	test_show(&a);
	test_escapes(&a);
	test_base64(&a);
	test_json();
	arena_finish(&a);
	return check_end();
}
