/* Bodies: statements. In: the tree of a function's body or a variable's initialiser; out: BODY, LOCAL, VALUE,
 * EVENT, END records.
 *
 * Everything is collected first and written at the end, so that types, symbols and fields met on the way stand
 * before the body. C recursion follows the nesting of the source: the caller runs on a big stack. */
#include "parse/unit.h"

#include <ctype.h>
#include <string.h>

struct body *
body_create(void)
{
	struct body *b = mem_alloc(sizeof *b);
	*b = (struct body){0};
	return b;
}

void
body_destroy(struct body *b)
{
	if (!b)
		return;
	vec_finish(&b->tree.nodes);
	vec_finish(&b->tree.stack);
	vec_finish(&b->locals);
	vec_finish(&b->values);
	vec_finish(&b->events);
	vec_finish(&b->items);
	vec_finish(&b->local_value);
	vec_finish(&b->labels);
	ptrmap_finish(&b->local_of);
	free(b);
}

/* ---- frame ---- */

static struct body *
begin(struct unit *u, CXCursor root, uint32_t file)
{
	struct body *b = u->body;
	b->u = u;
	b->locals.count = b->values.count = b->events.count = b->items.count = b->local_value.count = b->labels.count = 0;
	ptrmap_clear(&b->local_of);
	b->calls = b->plain_elements = 0;
	b->file = file;
	tree_read(&b->tree, root);
	return b;
}

static void
end(struct body *b, uint32_t symbol, bool is_initialiser, uint32_t file)
{
	struct unit *u = b->u;
	types_flush(u);
	FACT(u->out, BODY, body, .symbol = symbol, .is_initialiser = is_initialiser, .file = unit_file_number(u, file));
	for (size_t i = 0; i < b->locals.count; i++)
		fact_put(u->out, FACT_LOCAL, &b->locals.at[i]);
	for (size_t i = 0; i < b->items.count; i++) {
		struct body_item item = b->items.at[i];
		if (item.is_event)
			fact_put(u->out, FACT_EVENT, &b->events.at[item.index]);
		else
			fact_put(u->out, FACT_VALUE, &b->values.at[item.index]);
	}
	FACT(u->out, END, end, .values = (int64_t)b->values.count);
}

uint32_t
body_local(struct body *b, int kind, const char *name, uint32_t type, uint32_t line)
{
	uint32_t index = (uint32_t)b->locals.count;
	vec_push(&b->locals, (struct fact_local){.index = index, .kind = kind, .name = fact_text(b->u->out, name), .type = type,
	                                         .line = line});
	vec_push(&b->local_value, 0);
	return index;
}

uint32_t
body_value(struct body *b, enum value_op op, uint32_t a, uint32_t other, int64_t n, const char *text, uint32_t type)
{
	vec_push(&b->items, (struct body_item){false, (uint32_t)b->values.count});
	vec_push(&b->values, (struct fact_value){.op = op, .a = a, .b = other, .n = n,
	                                         .text = text ? fact_text(b->u->out, text) : 0, .type = type});
	return (uint32_t)b->values.count;
}

uint32_t
body_local_value(struct body *b, uint32_t local)
{
	if (!b->local_value.at[local])
		b->local_value.at[local] = body_value(b, VALUE_LOCAL, local, 0, 0, NULL, (uint32_t)b->locals.at[local].type);
	return b->local_value.at[local];
}

static void
put_event(struct body *b, struct fact_event e)
{
	vec_push(&b->items, (struct body_item){true, (uint32_t)b->events.count});
	vec_push(&b->events, e);
}

void
body_event(struct body *b, CXCursor at, enum event_op op, int64_t a, int64_t other, int64_t n)
{
	struct place p = unit_place(b->u, clang_getCursorLocation(at));
	if (p.file && p.file != b->file) {
		b->file = p.file;
		put_event(b, (struct fact_event){.op = EVENT_FILE, .a = unit_file_number(b->u, p.file), .line = p.line, .col = p.col});
	}
	put_event(b, (struct fact_event){.op = op, .a = a, .b = other, .n = n, .line = p.line, .col = p.col});
}

uint32_t
body_label(struct body *b, const char *name)
{
	for (size_t i = 0; i < b->labels.count; i++)
		if (!strcmp(b->labels.at[i], name))
			return (uint32_t)i + 1;
	vec_push(&b->labels, arena_strdup(&b->u->arena, name));
	return (uint32_t)b->labels.count;
}

/* ---- nodes ---- */

uint32_t
node_type(struct body *b, uint32_t n)
{
	struct node *node = body_node(b, n);
	if (!node->type)
		node->type = type_of(b->u, node->c) + 1;
	return node->type - 1;
}

enum type_kind
node_type_kind(struct body *b, uint32_t n)
{
	return type_kind(b->u, node_type(b, n));
}

uint32_t
node_child(struct body *b, uint32_t n, unsigned index)
{
	uint32_t child = body_node(b, n)->first;
	while (child && index--)
		child = body_node(b, child)->next;
	return child;
}

static uint32_t
last_child(struct body *b, uint32_t n)
{
	return body_node(b, n)->last;
}

/* ---- declarations ---- */

static uint32_t
initialiser_of(struct body *b, uint32_t n)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(body_node(b, n)->c);
	if (clang_Cursor_isNull(init))
		return 0;
	for (uint32_t i = body_node(b, n)->first; i; i = body_node(b, i)->next)
		if (expression_is(body_node(b, i)->c.kind) && body_node(b, i)->c.data[1] == init.data[1])
			return i;
	return 0;
}

static void
declare_local(struct body *b, uint32_t n)
{
	CXCursor c = body_node(b, n)->c;
	CXType type = clang_getCursorType(c);
	uint32_t init = initialiser_of(b, n);
	if (clang_getCanonicalType(type).kind == CXType_VariableArray)
		for (uint32_t i = body_node(b, n)->first; i && i != init; i = body_node(b, i)->next)
			if (expression_is(body_node(b, i)->c.kind))
				expression_discard(b, i);
	text_handle name = clang_getCursorSpelling(c);
	uint32_t line = unit_place(b->u, clang_getCursorLocation(c)).line;
	uint32_t local = body_local(b, 1, clang_getCString(name), type_number(b->u, type), line);
	ptrmap_put(&b->local_of, c.data[0], local + 1);
	if (init)
		initialise(b, body_local_value(b, local), type, init);
}

static void
declaration(struct body *b, uint32_t n)
{
	CXCursor c = body_node(b, n)->c;
	if (c.kind == CXCursor_FunctionDecl) {
		symbols_declare(b->u, c);
	} else if (c.kind == CXCursor_VarDecl) {
		enum CX_StorageClass storage = clang_Cursor_getStorageClass(c);
		if (storage == CX_SC_Static)
			vec_push(&b->u->statics, c);
		else if (storage == CX_SC_Extern)
			symbols_declare(b->u, c);
		else
			declare_local(b, n);
	}
}

/* ---- control flow ---- */

static void
nested(struct body *b, uint32_t n, enum nest_kind kind, uint32_t decided)
{
	CXCursor at = body_node(b, n)->c;
	body_event(b, at, EVENT_ENTER, decided, 0, kind);
	body_statement(b, n);
	body_event(b, at, EVENT_LEAVE, 0, 0, kind);
}

static uint32_t
test(struct body *b, uint32_t n)
{
	uint32_t v = expression_value(b, n);
	body_event(b, body_node(b, n)->c, EVENT_TEST, v, 0, 0);
	return v;
}

static void
if_statement(struct body *b, uint32_t n)
{
	uint32_t condition = node_child(b, n, 0), then = node_child(b, n, 1), other = node_child(b, n, 2);
	uint32_t v = condition ? test(b, condition) : 0;
	if (then)
		nested(b, then, NEST_THEN, v);
	if (other)
		nested(b, other, NEST_ELSE, v);
}

static void
while_statement(struct body *b, uint32_t n)
{
	uint32_t condition = node_child(b, n, 0), inside = node_child(b, n, 1);
	body_event(b, body_node(b, n)->c, EVENT_ENTER, 0, 0, NEST_LOOP);
	if (condition)
		test(b, condition);
	if (inside)
		body_statement(b, inside);
	body_event(b, body_node(b, n)->c, EVENT_LEAVE, 0, 0, NEST_LOOP);
}

/* Does a break or continue below n leave the loop that n is the body of? */
static bool
jumps_out(struct body *b, uint32_t n, bool breaks)
{
	for (uint32_t i = body_node(b, n)->first; i; i = body_node(b, i)->next) {
		enum CXCursorKind k = body_node(b, i)->c.kind;
		if ((k == CXCursor_BreakStmt && breaks) || k == CXCursor_ContinueStmt)
			return true;
		if (k == CXCursor_ForStmt || k == CXCursor_WhileStmt || k == CXCursor_DoStmt)
			continue;
		if (jumps_out(b, i, breaks && k != CXCursor_SwitchStmt))
			return true;
	}
	return false;
}

static bool
is_zero(struct body *b, uint32_t n)
{
	uint32_t s = node_strip(b, n);
	int64_t v;
	return body_node(b, s)->c.kind == CXCursor_IntegerLiteral && literal_integer(b->u, body_node(b, s)->c, &v) && !v;
}

/* do … while (0) is no loop: it only groups, or is left by break. */
static void
do_statement(struct body *b, uint32_t n)
{
	uint32_t inside = node_child(b, n, 0), condition = node_child(b, n, 1);
	bool once = condition && is_zero(b, condition);
	bool plain = once && inside && body_node(b, inside)->c.kind != CXCursor_BreakStmt && !jumps_out(b, inside, true);
	enum nest_kind kind = once ? NEST_ONCE : NEST_LOOP;
	if (!plain)
		body_event(b, body_node(b, n)->c, EVENT_ENTER, 0, 0, kind);
	if (inside)
		body_statement(b, inside);
	if (!once && condition)
		test(b, condition);
	if (!plain)
		body_event(b, body_node(b, n)->c, EVENT_LEAVE, 0, 0, kind);
}

struct for_parts { uint32_t part[3], inside; /* initialisation, condition, step */ };

/* Offset behind a comment, string or character constant that starts at i, else i. */
static size_t
skip_quoted(const char *s, size_t i, size_t size)
{
	if (s[i] == '"' || s[i] == '\'') {
		char quote = s[i++];
		while (i < size && s[i] != quote)
			i += s[i] == '\\' ? 2 : 1;
		return i;
	}
	if (s[i] == '/' && i + 1 < size && s[i + 1] == '*') {
		const char *close = memmem(s + i + 2, size - i - 2, "*/", 2);
		return close ? (size_t)(close - s) + 1 : size;
	}
	if (s[i] == '/' && i + 1 < size && s[i + 1] == '/')
		while (i + 1 < size && s[i + 1] != '\n')
			i++;
	return i;
}

/* Offsets of the two semicolons of a for statement as written; false when it comes out of a macro. */
static bool
for_semicolons(struct body *b, uint32_t n, size_t out[2])
{
	struct place p = unit_place(b->u, clang_getCursorLocation(body_node(b, n)->c));
	const struct unit_file *f = b->u->files.at[p.physical];
	if (!f->bytes || p.offset + 4 > f->size || memcmp(f->bytes + p.offset, "for", 3))
		return false;
	int depth = 0, found = 0;
	for (size_t i = p.offset + 3; i < f->size && found < 2; i++) {
		i = skip_quoted(f->bytes, i, f->size);
		if (i >= f->size)
			return false;
		char c = f->bytes[i];
		depth += (c == '(' || c == '{') - (c == ')' || c == '}');
		if (c == ';' && depth == 1)
			out[found++] = i;
		if (!depth && c == ')')
			return false;
	}
	return found == 2;
}

static int
likely_part(struct body *b, uint32_t n, int least)
{
	CXCursor c = body_node(b, n)->c;
	enum CXBinaryOperatorKind op =
		c.kind == CXCursor_BinaryOperator ? clang_getCursorBinaryOperatorKind(c) : CXBinaryOperator_Invalid;
	if (least == 0 && (c.kind == CXCursor_DeclStmt || op == CXBinaryOperator_Assign || op == CXBinaryOperator_Comma))
		return 0;
	if (c.kind == CXCursor_CompoundAssignOperator || op == CXBinaryOperator_Assign || op == CXBinaryOperator_Comma)
		return 2;
	if (c.kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(c) <= CXUnaryOperator_PreDec)
		return 2;
	return least < 1 ? 1 : least;
}

/* libclang leaves out missing parts without saying which: the semicolons tell, else the parts' forms. */
static struct for_parts
for_parts(struct body *b, uint32_t n)
{
	struct for_parts f = {.inside = last_child(b, n)};
	uint32_t children[3] = {0};
	int count = 0;
	for (uint32_t i = body_node(b, n)->first; i && i != f.inside && count < 3; i = body_node(b, i)->next)
		children[count++] = i;
	size_t semicolons[2];
	bool known = count < 3 && count > 0 && for_semicolons(b, n, semicolons);
	int least = 0;
	for (int i = 0; i < count; i++) {
		int part = count == 3 ? i : likely_part(b, children[i], least);
		if (known) {
			unsigned at = unit_place(b->u, clang_getRangeStart(clang_getCursorExtent(body_node(b, children[i])->c))).offset;
			part = (at > semicolons[0]) + (at > semicolons[1]);
		}
		f.part[part] = children[i];
		least = part + 1 < 2 ? part + 1 : 2;
	}
	return f;
}

static void
for_statement(struct body *b, uint32_t n)
{
	struct for_parts f = for_parts(b, n);
	if (f.part[0])
		body_statement(b, f.part[0]);
	body_event(b, body_node(b, n)->c, EVENT_ENTER, 0, 0, NEST_LOOP);
	if (f.part[1])
		test(b, f.part[1]);
	if (f.inside)
		body_statement(b, f.inside);
	if (f.part[2])
		expression_discard(b, f.part[2]);
	body_event(b, body_node(b, n)->c, EVENT_LEAVE, 0, 0, NEST_LOOP);
}

static int64_t
case_constant(struct body *b, uint32_t n)
{
	CXCursor c = body_node(b, n)->c;
	int64_t v = 0;
	if (c.kind == CXCursor_IntegerLiteral || c.kind == CXCursor_CharacterLiteral)
		literal_integer(b->u, c, &v);
	else
		literal_evaluate(c, &v);
	return v;
}

static void
case_statement(struct body *b, uint32_t n)
{
	uint32_t low = node_child(b, n, 0), high = node_child(b, n, 1), inside = node_child(b, n, 2);
	if (!inside) {
		inside = high;
		high = low;
	}
	if (low)
		body_event(b, body_node(b, n)->c, EVENT_CASE, 0, case_constant(b, high), case_constant(b, low));
	if (inside)
		body_statement(b, inside);
}

static void
label_statement(struct body *b, uint32_t n)
{
	text_handle name = clang_getCursorSpelling(body_node(b, n)->c);
	body_event(b, body_node(b, n)->c, EVENT_LABEL, 0, body_label(b, clang_getCString(name)), 0);
	for (uint32_t i = body_node(b, n)->first; i; i = body_node(b, i)->next)
		body_statement(b, i);
}

static void
goto_statement(struct body *b, uint32_t n)
{
	uint32_t label = 0, child = node_child(b, n, 0);
	if (child) {
		text_handle name = clang_getCursorSpelling(body_node(b, child)->c);
		label = body_label(b, clang_getCString(name));
	}
	body_event(b, body_node(b, n)->c, EVENT_JUMP, 0, label, 2);
}

static void
switch_statement(struct body *b, uint32_t n)
{
	uint32_t condition = node_child(b, n, 0), inside = node_child(b, n, 1);
	uint32_t v = condition ? test(b, condition) : 0;
	if (inside)
		nested(b, inside, NEST_SWITCH, v);
}

static void
return_statement(struct body *b, uint32_t n)
{
	uint32_t child = node_child(b, n, 0);
	uint32_t v = child ? expression_value(b, child) : 0;
	body_event(b, body_node(b, n)->c, EVENT_RETURN, v, 0, 0);
}

/* What assembly does is not said: operands that are places count as written, others as read. */
static void
asm_statement(struct body *b, uint32_t n)
{
	for (uint32_t i = body_node(b, n)->first; i; i = body_node(b, i)->next) {
		enum CXCursorKind k = body_node(b, i)->c.kind;
		if (k == CXCursor_DeclRefExpr || k == CXCursor_MemberRefExpr || k == CXCursor_ArraySubscriptExpr) {
			uint32_t place = expression_place(b, i);
			uint32_t hole = body_value(b, VALUE_HOLE, 0, 0, 0, "asm", 0);
			expression_access(b, i, place, ACCESS_WRITE);
			body_event(b, body_node(b, i)->c, EVENT_ASSIGN, place, hole, OPERATOR_NONE);
		} else if (expression_is(k)) {
			expression_discard(b, i);
		}
	}
}

uint32_t
body_compound(struct body *b, uint32_t n, bool wanted)
{
	for (uint32_t i = body_node(b, n)->first; i; i = body_node(b, i)->next) {
		if (wanted && !body_node(b, i)->next && expression_is(body_node(b, i)->c.kind))
			return expression_value(b, i);
		body_statement(b, i);
	}
	return 0;
}

void
body_statement(struct body *b, uint32_t n)
{
	CXCursor c = body_node(b, n)->c;
	switch (c.kind) {
	case CXCursor_CompoundStmt: body_compound(b, n, false); break;
	case CXCursor_IfStmt: if_statement(b, n); break;
	case CXCursor_WhileStmt: while_statement(b, n); break;
	case CXCursor_DoStmt: do_statement(b, n); break;
	case CXCursor_ForStmt: for_statement(b, n); break;
	case CXCursor_SwitchStmt: switch_statement(b, n); break;
	case CXCursor_CaseStmt: case_statement(b, n); break;
	case CXCursor_DefaultStmt:
		body_event(b, c, EVENT_CASE, 1, 0, 0);
		for (uint32_t i = body_node(b, n)->first; i; i = body_node(b, i)->next)
			body_statement(b, i);
		break;
	case CXCursor_LabelStmt: label_statement(b, n); break;
	case CXCursor_GotoStmt: goto_statement(b, n); break;
	case CXCursor_IndirectGotoStmt:
		if (body_node(b, n)->first)
			expression_discard(b, body_node(b, n)->first);
		body_event(b, c, EVENT_JUMP, 0, 0, 3);
		break;
	case CXCursor_BreakStmt: body_event(b, c, EVENT_JUMP, 0, 0, 0); break;
	case CXCursor_ContinueStmt: body_event(b, c, EVENT_JUMP, 0, 0, 1); break;
	case CXCursor_ReturnStmt: return_statement(b, n); break;
	case CXCursor_DeclStmt:
		for (uint32_t i = body_node(b, n)->first; i; i = body_node(b, i)->next)
			declaration(b, i);
		break;
	case CXCursor_GCCAsmStmt: asm_statement(b, n); break;
	case CXCursor_NullStmt: break;
	default:
		if (expression_is(c.kind)) {
			expression_discard(b, n);
			break;
		}
		if (clang_isStatement(c.kind)) /* attributed statements and what else wraps some */
			for (uint32_t i = body_node(b, n)->first; i; i = body_node(b, i)->next)
				body_statement(b, i);
	}
}

/* ---- bodies ---- */

void
body_write_function(struct unit *u, CXCursor function, uint32_t symbol, uint32_t file)
{
	struct body *b = begin(u, function, file);
	int count = clang_Cursor_getNumArguments(function);
	for (int i = 0; i < count; i++) {
		CXCursor param = clang_Cursor_getArgument(function, (unsigned)i);
		text_handle name = clang_getCursorSpelling(param);
		uint32_t line = unit_place(u, clang_getCursorLocation(param)).line;
		uint32_t local = body_local(b, 0, clang_getCString(name), type_of(u, param), line);
		ptrmap_put(&b->local_of, param.data[0], local + 1);
	}
	for (uint32_t i = body_node(b, 1)->first; i; i = body_node(b, i)->next)
		if (body_node(b, i)->c.kind == CXCursor_CompoundStmt)
			body_compound(b, i, false);
	end(b, symbol, false, file);
}

void
body_write_initialiser(struct unit *u, CXCursor variable, uint32_t symbol, uint32_t file)
{
	struct body *b = begin(u, variable, file);
	uint32_t init = initialiser_of(b, 1);
	if (init) {
		CXType type = clang_getCursorType(variable);
		uint32_t place = body_value(b, VALUE_GLOBAL, symbol, 0, 0, NULL, type_number(u, type));
		initialise(b, place, type, init);
	}
	end(b, symbol, true, file);
}
