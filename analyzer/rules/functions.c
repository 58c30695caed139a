/* The section "functions". In: an entry; out: a rule with its list of arguments. Words of arguments: none, read,
 * write, change, end, each but none and end also with " or null" behind it. */
#include "rules/loading.h"

enum { ARGUMENTS_MOST = 16 };

static const char use_words[] = "none, read, write, change or end, \" or null\" behind it where NULL is allowed";

static int
result_from(const char *word)
{
	static const char *const words[] = {"any", "new", "renewed", "static", "0/-1", "-1", "never", "failure"};
	return loading_word(words, sizeof words / sizeof *words, word);
}

static const struct field function_fields[] = {
	{"result", FIELD_WORD, offsetof(struct rule_function, result), result_from, "any, new, renewed, static, 0/-1, -1, never or failure", false},
	{"points_into", FIELD_POSITION, offsetof(struct rule_function, points_into), NULL, NULL, false},
	{"copies", FIELD_POSITION, offsetof(struct rule_function, copies), NULL, NULL, false},
	{"arguments", FIELD_TEXT, SIZE_MAX, NULL, NULL, false}, /* arrays and what goes with them are read apart */
	{"lengths", FIELD_TEXT, SIZE_MAX, NULL, NULL, false},
	{"rest", FIELD_TEXT, SIZE_MAX, NULL, NULL, false},
	{0},
};

static bool
read_use(struct loading *l, const struct json *v, struct rule_argument *out)
{
	static const char *const words[] = {"none", "read", "write", "change", "end"};
	static const char optional[] = " or null";
	char word[16] = "";
	size_t n = v->kind == JSON_STRING ? strlen(v->text) : 0, tail = sizeof optional - 1;
	out->optional = n > tail && !strcmp(v->text + n - tail, optional);
	n -= out->optional ? tail : 0;
	if (n < sizeof word)
		memcpy(word, v->text ? v->text : "", n);
	int use = loading_word(words, sizeof words / sizeof *words, word);
	if (use < 0) {
		loading_complain(l, v, "an argument must be %s; the entry is left out", use_words);
		return false;
	}
	out->use = (enum rule_use)use;
	return true;
}

static bool
is_array(struct loading *l, const struct json *v, const char *name)
{
	if (v->kind == JSON_ARRAY)
		return true;
	loading_complain(l, v, "\"%s\" must be an array, not %s; the entry is left out", name, json_kind_word(v));
	return false;
}

static bool
read_arguments(struct loading *l, const struct json *v, struct rule_argument *list, size_t *n)
{
	if (!is_array(l, v, "arguments"))
		return false;
	for (const struct json *a = v->first; a; a = a->next) {
		if (*n == ARGUMENTS_MOST) {
			loading_complain(l, a, "more than %d arguments; the entry is left out", ARGUMENTS_MOST);
			return false;
		}
		if (!read_use(l, a, &list[(*n)++]))
			return false;
	}
	return true;
}

static bool
read_lengths(struct loading *l, const struct json *v, struct rule_argument *list, size_t n)
{
	size_t i = 0;
	long long position;
	if (!is_array(l, v, "lengths"))
		return false;
	for (const struct json *a = v->first; a; a = a->next, i++) {
		if (i == n || !json_integer(a, 0, POSITION_MAX, &position)) {
			loading_complain(l, a, "\"lengths\" are positions of parameters, one an argument, 0 for none; the entry is left out");
			return false;
		}
		list[i].length = (unsigned)position;
	}
	return true;
}

void
loading_function(struct loading *l, const struct json *v)
{
	struct rule_function f = {.function = arena_strdup(&l->rules->arena, v->key)};
	struct rule_argument list[ARGUMENTS_MOST] = {0};
	FORGET(&l->functions, function, v->key);
	if (json_is_null(v) || !loading_entry(l, v, function_fields, &f))
		return;
	const struct json *arguments = json_member(v, "arguments"), *lengths = json_member(v, "lengths"), *rest = json_member(v, "rest");
	if ((arguments && !read_arguments(l, arguments, list, &f.argument_count)) ||
	    (lengths && !read_lengths(l, lengths, list, f.argument_count)) || (rest && !read_use(l, rest, &f.rest)))
		return;
	if (f.copies > f.argument_count) {
		loading_complain(l, v, "\"copies\" must be one of the arguments; the entry is left out");
		return;
	}
	f.arguments = arena_copy(&l->rules->arena, list, f.argument_count * sizeof *list + 1);
	vec_push(&l->functions, f);
}
