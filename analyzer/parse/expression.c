/* Bodies: expressions. In: nodes of a body's tree; out: VALUE and EVENT records.
 *
 * The mode an expression is used in goes down the tree, as sparse's dissect does: expression_value wants what is
 * in a place (read), expression_place the place itself, which its user then counts as written or as an address
 * taken. Parentheses and implicit casts, which libclang shows as unexposed expressions, are looked through; what
 * else hides behind that kind (va_arg, offsetof, a ?: b, atomics) is told by its children. */
#include "parse/unit.h"

#include <string.h>

bool
expression_is(enum CXCursorKind kind)
{
	return kind >= CXCursor_FirstExpr && kind <= CXCursor_LastExpr;
}

/* ---- looking through ---- */

/* The only child that is an expression; 0 when there is none or more. */
static uint32_t
only_operand(struct body *b, uint32_t n)
{
	uint32_t found = 0;
	for (uint32_t i = body_node(b, n)->first; i; i = body_node(b, i)->next) {
		enum CXCursorKind k = body_node(b, i)->c.kind;
		if (k == CXCursor_MemberRef || (found && expression_is(k)))
			return 0;
		if (expression_is(k))
			found = i;
	}
	return found;
}

/* va_arg has the list as its operand and begins before it; an implicit cast begins where its operand does. */
static bool
is_va_arg(struct body *b, uint32_t n, uint32_t operand)
{
	if (!b->u->va_list_seen || node_type_kind(b, operand) != TYPE_VA_LIST)
		return false;
	CXSourceRange outer = clang_getCursorExtent(body_node(b, n)->c), inner = clang_getCursorExtent(body_node(b, operand)->c);
	return outer.begin_int_data != inner.begin_int_data;
}

/* The node one step inside parentheses or an implicit cast; 0 when n is neither. */
static uint32_t
inside(struct body *b, uint32_t n)
{
	CXCursor c = body_node(b, n)->c;
	if (c.kind == CXCursor_ParenExpr)
		return only_operand(b, n);
	if (c.kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_Extension)
		return only_operand(b, n);
	if (c.kind != CXCursor_UnexposedExpr)
		return 0;
	uint32_t operand = only_operand(b, n);
	return operand && !is_va_arg(b, n, operand) ? operand : 0;
}

uint32_t
node_strip(struct body *b, uint32_t n)
{
	for (uint32_t next; (next = inside(b, n)); n = next)
		;
	return n;
}

static enum CXUnaryOperatorKind
unary(struct body *b, uint32_t n)
{
	CXCursor c = body_node(b, n)->c;
	return c.kind == CXCursor_UnaryOperator ? clang_getCursorUnaryOperatorKind(c) : CXUnaryOperator_Invalid;
}

static bool
refers_to_variable(struct body *b, uint32_t n)
{
	enum CXCursorKind k = clang_getCursorReferenced(body_node(b, n)->c).kind;
	return k == CXCursor_VarDecl || k == CXCursor_ParmDecl;
}

/* Is a stripped node a place? */
static bool
is_place(struct body *b, uint32_t n)
{
	switch (body_node(b, n)->c.kind) {
	case CXCursor_DeclRefExpr: return refers_to_variable(b, n);
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_CompoundLiteralExpr: return true;
	case CXCursor_UnaryOperator: return unary(b, n) == CXUnaryOperator_Deref;
	default: return false;
	}
}

static bool
is_array_place(struct body *b, uint32_t n)
{
	return is_place(b, n) && node_type_kind(b, n) == TYPE_ARRAY;
}

static uint32_t
hole(struct body *b, uint32_t n, const char *why)
{
	return body_value(b, VALUE_HOLE, 0, 0, 0, why, node_type(b, n));
}

/* The value, a hole for none. */
static uint32_t
value_or_hole(struct body *b, uint32_t n)
{
	uint32_t v = expression_value(b, n);
	return v ? v : hole(b, n, NULL);
}

static const struct fact_value *
fact_of(struct body *b, uint32_t value)
{
	return &b->values.at[value - 1];
}

static uint32_t
integer(struct body *b, int64_t v, uint32_t type)
{
	return body_value(b, VALUE_INTEGER, 0, 0, v, NULL, type);
}

/* ---- accesses ---- */

static bool
is_direct_element(struct body *b, const struct fact_value *v)
{
	return v->op == VALUE_ELEMENT && type_kind(b->u, (uint32_t)fact_of(b, (uint32_t)v->a)->type) == TYPE_ARRAY;
}

void
expression_access(struct body *b, uint32_t n, uint32_t place, enum access_mode mode)
{
	uint32_t field = 0, at = place;
	const struct fact_value *v = fact_of(b, at);
	while ((v->op == VALUE_FIELD && !v->n) || is_direct_element(b, v)) {
		field = v->op == VALUE_FIELD && !field ? at : field;
		at = (uint32_t)v->a;
		v = fact_of(b, at);
	}
	if (v->op == VALUE_GLOBAL) {
		body_event(b, body_node(b, n)->c, EVENT_ACCESS, place, 0, mode);
		return;
	}
	if (v->op == VALUE_FIELD && !field)
		field = at;
	if (field && (v->op == VALUE_FIELD || v->op == VALUE_DEREF || v->op == VALUE_ELEMENT))
		body_event(b, body_node(b, n)->c, EVENT_ACCESS, field, 0, mode);
}

/* ---- places ---- */

static uint32_t
variable_place(struct body *b, uint32_t n)
{
	CXCursor decl = clang_getCursorReferenced(body_node(b, n)->c);
	uint32_t local = ptrmap_get(&b->local_of, decl.data[0]);
	if (local)
		return body_local_value(b, local - 1);
	if (decl.kind != CXCursor_VarDecl)
		return hole(b, n, "not a variable");
	return body_value(b, VALUE_GLOBAL, symbol_number(b->u, decl), 0, 0, NULL, node_type(b, n));
}

/* The first element of the array a pointer expression decays from; 0 when it is a pointer. */
static uint32_t
decayed_element(struct body *b, uint32_t n, uint32_t type)
{
	uint32_t s = node_strip(b, n);
	if (!is_array_place(b, s))
		return 0;
	uint32_t array = expression_place(b, s);
	return body_value(b, VALUE_ELEMENT, array, 0, 0, NULL, type);
}

/* The place a pointer expression names outright, as &place or by decay of an array; 0 when it is none. */
static uint32_t
pointed_element(struct body *b, uint32_t n, uint32_t type)
{
	uint32_t s = node_strip(b, n);
	if (unary(b, s) != CXUnaryOperator_AddrOf)
		return decayed_element(b, n, type);
	uint32_t operand = node_strip(b, node_child(b, s, 0));
	return is_place(b, operand) ? expression_place(b, operand) : 0;
}

static uint32_t
member_place(struct body *b, uint32_t n)
{
	uint32_t base = node_child(b, n, 0), type = node_type(b, n);
	CXCursor field = clang_getCursorReferenced(body_node(b, n)->c);
	if (!base || field.kind != CXCursor_FieldDecl)
		return hole(b, n, "member");
	uint32_t s = node_strip(b, base), from;
	bool arrow = false;
	if (node_type_kind(b, base) == TYPE_POINTER) {
		from = pointed_element(b, base, 0);
		arrow = !from;
		if (arrow)
			from = value_or_hole(b, base);
	} else if (unary(b, s) == CXUnaryOperator_Deref) {
		arrow = true;
		from = value_or_hole(b, node_child(b, s, 0));
	} else {
		from = is_place(b, s) ? expression_place(b, s) : value_or_hole(b, s);
	}
	return body_value(b, VALUE_FIELD, from, field_number(b->u, field), arrow, NULL, type);
}

static uint32_t
element_place(struct body *b, uint32_t n)
{
	uint32_t base = node_child(b, n, 0), index = node_child(b, n, 1), type = node_type(b, n);
	if (!index)
		return hole(b, n, "element");
	enum type_kind k = node_type_kind(b, base);
	if (k != TYPE_POINTER && k != TYPE_ARRAY && k != TYPE_VA_LIST) {
		uint32_t swap = base;
		base = index;
		index = swap;
	}
	uint32_t s = node_strip(b, base);
	uint32_t from = is_array_place(b, s) ? expression_place(b, s) : value_or_hole(b, base);
	uint32_t at = value_or_hole(b, index);
	const struct fact_value *v = fact_of(b, at);
	return body_value(b, VALUE_ELEMENT, from, at, v->op == VALUE_INTEGER ? v->n : -1, NULL, type);
}

/* *(array + i) is array[i]; 0 when it is not of that form. */
static uint32_t
added_element(struct body *b, uint32_t n, uint32_t type)
{
	CXCursor c = body_node(b, n)->c;
	if (c.kind != CXCursor_BinaryOperator || clang_getCursorBinaryOperatorKind(c) != CXBinaryOperator_Add)
		return 0;
	uint32_t left = node_strip(b, node_child(b, n, 0));
	if (!is_array_place(b, left))
		return 0;
	uint32_t array = expression_place(b, left), at = value_or_hole(b, node_child(b, n, 1));
	const struct fact_value *v = fact_of(b, at);
	return body_value(b, VALUE_ELEMENT, array, at, v->op == VALUE_INTEGER ? v->n : -1, NULL, type);
}

static uint32_t
deref_place(struct body *b, uint32_t n)
{
	uint32_t operand = node_child(b, n, 0), type = node_type(b, n);
	if (!operand)
		return hole(b, n, NULL);
	uint32_t element = pointed_element(b, operand, type);
	if (!element)
		element = added_element(b, node_strip(b, operand), type);
	if (element)
		return element;
	return body_value(b, VALUE_DEREF, value_or_hole(b, operand), 0, 0, NULL, type);
}

static uint32_t
compound_literal(struct body *b, uint32_t n)
{
	CXCursor c = body_node(b, n)->c;
	CXType type = clang_getCursorType(c);
	uint32_t line = unit_place(b->u, clang_getCursorLocation(c)).line;
	uint32_t local = body_local(b, 2, "", type_number(b->u, type), line);
	uint32_t place = body_local_value(b, local);
	if (body_node(b, n)->last)
		initialise(b, place, type, body_node(b, n)->last);
	return place;
}

uint32_t
expression_place(struct body *b, uint32_t n)
{
	n = node_strip(b, n);
	switch (body_node(b, n)->c.kind) {
	case CXCursor_DeclRefExpr:
		if (refers_to_variable(b, n))
			return variable_place(b, n);
		break;
	case CXCursor_MemberRefExpr: return member_place(b, n);
	case CXCursor_ArraySubscriptExpr: return element_place(b, n);
	case CXCursor_CompoundLiteralExpr: return compound_literal(b, n);
	case CXCursor_UnaryOperator:
		if (unary(b, n) == CXUnaryOperator_Deref)
			return deref_place(b, n);
		break;
	default: break;
	}
	return value_or_hole(b, n);
}

/* What is in a place: arrays decay to their address. */
static uint32_t
read_place(struct body *b, uint32_t n, uint32_t outer)
{
	uint32_t place = expression_place(b, n);
	if (node_type_kind(b, n) == TYPE_ARRAY) {
		expression_access(b, n, place, ACCESS_ADDRESS);
		bool decayed = outer != n && node_type_kind(b, outer) == TYPE_POINTER;
		return body_value(b, VALUE_ADDRESS, place, 0, 0, NULL, decayed ? node_type(b, outer) : 0);
	}
	expression_access(b, n, place, ACCESS_READ);
	return place;
}

/* ---- operators ---- */

static enum operator_kind
operator_of(enum CXBinaryOperatorKind k)
{
	switch (k) {
	case CXBinaryOperator_Mul:
	case CXBinaryOperator_MulAssign: return OPERATOR_MUL;
	case CXBinaryOperator_Div:
	case CXBinaryOperator_DivAssign: return OPERATOR_DIV;
	case CXBinaryOperator_Rem:
	case CXBinaryOperator_RemAssign: return OPERATOR_MOD;
	case CXBinaryOperator_Add:
	case CXBinaryOperator_AddAssign: return OPERATOR_ADD;
	case CXBinaryOperator_Sub:
	case CXBinaryOperator_SubAssign: return OPERATOR_SUB;
	case CXBinaryOperator_Shl:
	case CXBinaryOperator_ShlAssign: return OPERATOR_SHL;
	case CXBinaryOperator_Shr:
	case CXBinaryOperator_ShrAssign: return OPERATOR_SHR;
	case CXBinaryOperator_LT: return OPERATOR_LT;
	case CXBinaryOperator_GT: return OPERATOR_GT;
	case CXBinaryOperator_LE: return OPERATOR_LE;
	case CXBinaryOperator_GE: return OPERATOR_GE;
	case CXBinaryOperator_EQ: return OPERATOR_EQ;
	case CXBinaryOperator_NE: return OPERATOR_NE;
	case CXBinaryOperator_And:
	case CXBinaryOperator_AndAssign: return OPERATOR_AND;
	case CXBinaryOperator_Xor:
	case CXBinaryOperator_XorAssign: return OPERATOR_XOR;
	case CXBinaryOperator_Or:
	case CXBinaryOperator_OrAssign: return OPERATOR_OR;
	case CXBinaryOperator_LAnd: return OPERATOR_LAND;
	case CXBinaryOperator_LOr: return OPERATOR_LOR;
	case CXBinaryOperator_Comma: return OPERATOR_COMMA;
	default: return OPERATOR_NONE;
	}
}

static uint32_t
assignment(struct body *b, uint32_t n)
{
	CXCursor c = body_node(b, n)->c;
	uint32_t left = node_child(b, n, 0), right = node_child(b, n, 1);
	if (!right)
		return 0;
	uint32_t s = node_strip(b, left), place = expression_place(b, s);
	uint32_t v = value_or_hole(b, right);
	enum operator_kind op = OPERATOR_NONE;
	if (c.kind == CXCursor_CompoundAssignOperator) {
		op = operator_of(clang_getCursorBinaryOperatorKind(c));
		if (node_type_kind(b, s) == TYPE_POINTER)
			op = OPERATOR_POINTER_ADD;
		expression_access(b, s, place, ACCESS_READ);
	}
	expression_access(b, s, place, ACCESS_WRITE);
	body_event(b, c, EVENT_ASSIGN, place, v, op);
	return op == OPERATOR_NONE ? v : place;
}

static uint32_t
step(struct body *b, uint32_t n, enum operator_kind op)
{
	uint32_t s = node_strip(b, node_child(b, n, 0)), place = expression_place(b, s);
	expression_access(b, s, place, ACCESS_READ);
	expression_access(b, s, place, ACCESS_WRITE);
	uint32_t one = integer(b, 1, node_type(b, n));
	body_event(b, body_node(b, n)->c, EVENT_ASSIGN, place, one, op);
	return place;
}

static void
arm(struct body *b, uint32_t n, uint32_t decided, bool wanted, uint32_t *out)
{
	CXCursor at = body_node(b, n)->c;
	body_event(b, at, EVENT_ENTER, decided, 0, NEST_ARM);
	if (wanted)
		*out = expression_value(b, n);
	else
		expression_discard(b, n);
	body_event(b, at, EVENT_LEAVE, 0, 0, NEST_ARM);
}

static uint32_t
decide(struct body *b, uint32_t n)
{
	uint32_t v = expression_value(b, n);
	body_event(b, body_node(b, n)->c, EVENT_TEST, v, 0, 0);
	return v;
}

static uint32_t
logical(struct body *b, uint32_t n, enum operator_kind op, bool wanted)
{
	uint32_t left = node_child(b, n, 0), right = node_child(b, n, 1);
	uint32_t l = decide(b, left), r = 0;
	arm(b, right, l, wanted, &r);
	return wanted && l && r ? body_value(b, VALUE_BINARY, l, r, op, NULL, node_type(b, n)) : 0;
}

static uint32_t
conditional(struct body *b, uint32_t n, bool wanted)
{
	uint32_t first = node_child(b, n, 1), second = node_child(b, n, 2);
	uint32_t v = decide(b, node_child(b, n, 0)), l = 0, r = 0;
	if (!second)
		return 0;
	arm(b, first, v, wanted, &l);
	arm(b, second, v, wanted, &r);
	return l && r ? body_value(b, VALUE_EITHER, l, r, 0, NULL, node_type(b, n)) : 0;
}

/* a ?: b; libclang shows the left operand three times. */
static uint32_t
conditional_or(struct body *b, uint32_t n, bool wanted)
{
	uint32_t l = decide(b, node_child(b, n, 0)), r = 0;
	arm(b, node_child(b, n, 3), l, wanted, &r);
	return l && r ? body_value(b, VALUE_EITHER, l, r, 0, NULL, node_type(b, n)) : 0;
}

/* Constants of plain literals are folded; names of enum constants are kept. */
static bool
fold(struct body *b, uint32_t left, uint32_t right, enum operator_kind op, int64_t *out)
{
	const struct fact_value *l = fact_of(b, left), *r = fact_of(b, right);
	if (l->op != VALUE_INTEGER || r->op != VALUE_INTEGER || l->text || r->text)
		return false;
	uint64_t x = (uint64_t)l->n, y = (uint64_t)r->n;
	switch (op) {
	case OPERATOR_ADD: *out = (int64_t)(x + y); return true;
	case OPERATOR_SUB: *out = (int64_t)(x - y); return true;
	case OPERATOR_MUL: *out = (int64_t)(x * y); return true;
	case OPERATOR_AND: *out = (int64_t)(x & y); return true;
	case OPERATOR_OR: *out = (int64_t)(x | y); return true;
	case OPERATOR_XOR: *out = (int64_t)(x ^ y); return true;
	case OPERATOR_SHL:
		*out = (int64_t)(x << (y & 63));
		return y < 63;
	default: return false;
	}
}

static uint32_t
binary(struct body *b, uint32_t n, bool wanted)
{
	CXCursor c = body_node(b, n)->c;
	enum CXBinaryOperatorKind k = clang_getCursorBinaryOperatorKind(c);
	uint32_t left = node_child(b, n, 0), right = node_child(b, n, 1);
	if (!right)
		return hole(b, n, NULL);
	if (k == CXBinaryOperator_Assign)
		return assignment(b, n);
	enum operator_kind op = operator_of(k);
	if (op == OPERATOR_LAND || op == OPERATOR_LOR)
		return logical(b, n, op, wanted);
	if (op == OPERATOR_COMMA) {
		expression_discard(b, left);
		if (wanted)
			return expression_value(b, right);
		expression_discard(b, right);
		return 0;
	}
	uint32_t l = value_or_hole(b, left), r = value_or_hole(b, right);
	int64_t folded;
	if (!wanted)
		return 0;
	if (fold(b, l, r, op, &folded))
		return integer(b, folded, node_type(b, n));
	if ((op == OPERATOR_ADD || op == OPERATOR_SUB) && node_type_kind(b, n) == TYPE_POINTER) {
		bool swap = node_type_kind(b, left) != TYPE_POINTER && op == OPERATOR_ADD;
		return body_value(b, VALUE_BINARY, swap ? r : l, swap ? l : r, OPERATOR_POINTER_ADD, NULL, node_type(b, n));
	}
	return body_value(b, VALUE_BINARY, l, r, op, NULL, node_type(b, n));
}

static uint32_t
address_of(struct body *b, uint32_t n)
{
	uint32_t s = node_strip(b, node_child(b, n, 0));
	if (!is_place(b, s))
		return value_or_hole(b, s); /* a function: its name is its address */
	if (node_type_kind(b, s) == TYPE_FUNCTION)
		return value_or_hole(b, node_child(b, s, 0));
	uint32_t place = expression_place(b, s);
	const struct fact_value *v = fact_of(b, place);
	if (v->op == VALUE_DEREF)
		return (uint32_t)v->a;
	expression_access(b, s, place, ACCESS_ADDRESS);
	return body_value(b, VALUE_ADDRESS, place, 0, 0, NULL, node_type(b, n));
}

static uint32_t
unary_value(struct body *b, uint32_t n)
{
	enum CXUnaryOperatorKind k = unary(b, n);
	uint32_t operand = node_child(b, n, 0);
	if (!operand)
		return hole(b, n, NULL);
	switch (k) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PreInc: return step(b, n, OPERATOR_INCREMENT);
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreDec: return step(b, n, OPERATOR_DECREMENT);
	case CXUnaryOperator_AddrOf: return address_of(b, n);
	case CXUnaryOperator_Plus: return expression_value(b, operand);
	default: break;
	}
	uint32_t v = value_or_hole(b, operand);
	const struct fact_value *f = fact_of(b, v);
	bool constant = f->op == VALUE_INTEGER && !f->text;
	if (k == CXUnaryOperator_Minus)
		return constant ? integer(b, (int64_t)(0 - (uint64_t)f->n), node_type(b, n))
		                : body_value(b, VALUE_UNARY, v, 0, OPERATOR_MINUS, NULL, node_type(b, n));
	if (k == CXUnaryOperator_Not)
		return constant ? integer(b, ~f->n, node_type(b, n))
		                : body_value(b, VALUE_UNARY, v, 0, OPERATOR_BITNOT, NULL, node_type(b, n));
	if (k == CXUnaryOperator_LNot)
		return body_value(b, VALUE_UNARY, v, 0, OPERATOR_NOT, NULL, node_type(b, n));
	return hole(b, n, NULL);
}

/* ---- atomics ---- */

/* The place behind a pointer expression, without taking &x for an address that escapes. */
static uint32_t
pointed_place(struct body *b, uint32_t n, uint32_t *at)
{
	uint32_t s = node_strip(b, n);
	*at = s;
	if (unary(b, s) == CXUnaryOperator_AddrOf)
		*at = node_strip(b, node_child(b, s, 0));
	uint32_t element = pointed_element(b, n, 0);
	return element ? element : body_value(b, VALUE_DEREF, value_or_hole(b, n), 0, 0, NULL, 0);
}

static enum operator_kind
atomic_operator(const char *name)
{
	static const struct { const char *part; enum operator_kind op; } parts[] = {
		{"nand", OPERATOR_NONE}, {"add", OPERATOR_ADD}, {"sub", OPERATOR_SUB}, {"and_", OPERATOR_AND},
		{"_and", OPERATOR_AND}, {"xor", OPERATOR_XOR}, {"_or", OPERATOR_OR}, {"or_", OPERATOR_OR}};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strstr(name, parts[i].part))
			return parts[i].op;
	return OPERATOR_NONE;
}

/* One atomic operation on the place behind `pointer`; `operand`: what is stored or combined, 0 none. */
static uint32_t
atomic(struct body *b, uint32_t n, const char *name, uint32_t pointer, uint32_t operand)
{
	uint32_t at, place = pointed_place(b, pointer, &at);
	bool stores = !strstr(name, "load"), reads = !strstr(name, "store") && !strstr(name, "release");
	uint32_t v = operand ? value_or_hole(b, operand) : 0;
	if (reads)
		expression_access(b, at, place, ACCESS_READ);
	if (stores) {
		if (!v)
			v = body_value(b, VALUE_HOLE, 0, 0, 0, name, 0);
		expression_access(b, at, place, ACCESS_WRITE);
		body_event(b, body_node(b, n)->c, EVENT_ASSIGN, place, v, atomic_operator(name));
	}
	return reads ? place : 0;
}

/* __atomic_* and __c11_atomic_*: operands are pointer, order, value, order on failure, second value. */
static uint32_t
atomic_builtin(struct body *b, uint32_t n, const char *name)
{
	uint32_t operand = node_child(b, n, strstr(name, "compare") ? 4 : 2);
	if (strstr(name, "compare"))
		expression_discard(b, node_child(b, n, 2));
	if (!strcmp(name, "__atomic_load")) { /* result through the second pointer */
		uint32_t v = atomic(b, n, name, node_child(b, n, 0), 0), at;
		uint32_t place = pointed_place(b, operand, &at);
		expression_access(b, at, place, ACCESS_WRITE);
		body_event(b, body_node(b, n)->c, EVENT_ASSIGN, place, v, OPERATOR_NONE);
		return 0;
	}
	return atomic(b, n, name, node_child(b, n, 0), strstr(name, "load") ? 0 : operand);
}

/* ---- calls ---- */

/* The function designator itself, behind *, & and parentheses that change nothing. */
static uint32_t
callee_node(struct body *b, uint32_t n)
{
	for (;;) {
		n = node_strip(b, n);
		enum CXUnaryOperatorKind k = unary(b, n);
		uint32_t operand = node_child(b, n, 0);
		if (k == CXUnaryOperator_Deref && node_type_kind(b, n) == TYPE_FUNCTION)
			n = operand;
		else if (k == CXUnaryOperator_AddrOf && node_type_kind(b, operand) == TYPE_FUNCTION)
			n = operand;
		else
			return n;
	}
}

static uint32_t
call(struct body *b, uint32_t n, bool wanted)
{
	uint32_t first = node_child(b, n, 0), small[16], count = 0;
	if (!first)
		return hole(b, n, "call");
	uint32_t callee = value_or_hole(b, callee_node(b, first));
	const struct fact_value *f = fact_of(b, callee);
	enum symbol_note note = f->op == VALUE_FUNCTION ? symbol_note(b->u, (uint32_t)f->a) : SYMBOL_PLAIN;
	uint32_t argument = body_node(b, first)->next;
	if (note == SYMBOL_TRANSPARENT && argument) {
		uint32_t v = value_or_hole(b, argument);
		for (uint32_t i = body_node(b, argument)->next; i; i = body_node(b, i)->next)
			expression_discard(b, i);
		return v;
	}
	if (note == SYMBOL_UNEVALUATED)
		return wanted ? hole(b, n, "not evaluated") : 0;
	if (note == SYMBOL_SYNC && argument) {
		text_handle name = clang_getCursorSpelling(body_node(b, n)->c);
		char *copy = arena_strdup(&b->u->arena, clang_getCString(name));
		uint32_t operand = body_node(b, argument)->next;
		if (operand && strstr(copy, "compare"))
			operand = body_node(b, operand)->next;
		return atomic(b, n, copy, argument, operand);
	}
	for (uint32_t i = argument; i; i = body_node(b, i)->next)
		count++;
	uint32_t *values = count <= 16 ? small : arena_array(&b->u->arena, uint32_t, count);
	count = 0;
	for (uint32_t i = argument; i; i = body_node(b, i)->next)
		values[count++] = value_or_hole(b, i);
	uint32_t number = ++b->calls;
	body_event(b, body_node(b, n)->c, EVENT_CALL, callee, number, count);
	count = 0;
	for (uint32_t i = argument; i; i = body_node(b, i)->next, count++)
		body_event(b, body_node(b, i)->c, EVENT_ARGUMENT, values[count], number, count + 1);
	return wanted ? body_value(b, VALUE_CALL, 0, 0, number, NULL, node_type(b, n)) : 0;
}

/* ---- the rest ---- */

static uint32_t
named(struct body *b, uint32_t n, uint32_t outer)
{
	CXCursor decl = clang_getCursorReferenced(body_node(b, n)->c);
	if (decl.kind == CXCursor_FunctionDecl)
		return body_value(b, VALUE_FUNCTION, symbol_number(b->u, decl), 0, 0, NULL, type_of(b->u, decl));
	if (decl.kind == CXCursor_EnumConstantDecl) {
		text_handle name = clang_getCursorSpelling(decl);
		uint32_t v = body_value(b, VALUE_INTEGER, 0, 0, clang_getEnumConstantDeclValue(decl), clang_getCString(name),
		                        node_type(b, n));
		return v;
	}
	return read_place(b, n, outer);
}

static uint32_t
text(struct body *b, uint32_t n)
{
	CXCursor c = body_node(b, n)->c;
	size_t length;
	char *bytes = literal_text(b->u, c, &length);
	if (!bytes)
		return hole(b, n, "literal");
	uint32_t v = body_value(b, VALUE_TEXT, 0, 0, unit_place(b->u, clang_getCursorLocation(c)).line, NULL, node_type(b, n));
	b->values.at[v - 1].text = fact_bytes(b->u->out, bytes, length);
	return v;
}

static uint32_t
constant(struct body *b, uint32_t n)
{
	CXCursor c = body_node(b, n)->c;
	int64_t v;
	bool literal = c.kind == CXCursor_IntegerLiteral || c.kind == CXCursor_CharacterLiteral;
	if (literal ? literal_integer(b->u, c, &v) : literal_evaluate(c, &v))
		return integer(b, v, node_type(b, n));
	return hole(b, n, NULL);
}

/* Of several branches the ones whose type is the expression's own. */
static uint32_t
generic(struct body *b, uint32_t n, bool wanted)
{
	uint32_t matching = 0, result = 0, control = node_child(b, n, 0), count = 0;
	for (uint32_t i = control ? body_node(b, control)->next : 0; i; i = body_node(b, i)->next)
		if (expression_is(body_node(b, i)->c.kind) && node_type(b, i) == node_type(b, n)) {
			matching = i;
			count++;
		}
	if (count == 1)
		return wanted ? expression_value(b, matching) : (expression_discard(b, matching), 0);
	for (uint32_t i = control ? body_node(b, control)->next : 0; i; i = body_node(b, i)->next) {
		if (!expression_is(body_node(b, i)->c.kind) || (count && node_type(b, i) != node_type(b, n)))
			continue;
		uint32_t v = 0;
		arm(b, i, 0, wanted, &v);
		result = result && v ? body_value(b, VALUE_EITHER, result, v, 0, NULL, node_type(b, n)) : v ? v : result;
	}
	return result;
}

static uint32_t
all_operands(struct body *b, uint32_t n, const char *why)
{
	for (uint32_t i = body_node(b, n)->first; i; i = body_node(b, i)->next)
		if (expression_is(body_node(b, i)->c.kind))
			expression_discard(b, i);
	return hole(b, n, why);
}

/* What is left of unexposed expressions once casts are looked through. */
static uint32_t
unexposed(struct body *b, uint32_t n, bool wanted)
{
	uint32_t first = body_node(b, n)->first, count = 0;
	if (!first)
		return constant(b, n);
	bool members = false;
	for (uint32_t i = first; i; i = body_node(b, i)->next) {
		members |= body_node(b, i)->c.kind == CXCursor_MemberRef;
		count += expression_is(body_node(b, i)->c.kind);
	}
	if (members || !count)
		return constant(b, n); /* offsetof */
	uint32_t operand = only_operand(b, n);
	if (operand)
		return body_value(b, VALUE_VA_ARG, value_or_hole(b, operand), 0, 0, NULL, node_type(b, n));
	const struct node *second = body_node(b, body_node(b, first)->next);
	if (count == 4 && second->c.data[1] == body_node(b, first)->c.data[1])
		return conditional_or(b, n, wanted);
	const char *word = literal_word(b->u, body_node(b, n)->c);
	if (strstr(word, "atomic"))
		return atomic_builtin(b, n, word);
	if (count == 3 && strstr(word, "choose_expr")) {
		int64_t which = 0;
		literal_evaluate(body_node(b, first)->c, &which);
		return expression_value(b, node_child(b, n, which ? 1 : 2));
	}
	return all_operands(b, n, "not understood");
}

static uint32_t
cast(struct body *b, uint32_t n)
{
	uint32_t operand = body_node(b, n)->last;
	if (!operand || !expression_is(body_node(b, operand)->c.kind))
		return hole(b, n, NULL);
	if (node_type_kind(b, n) == TYPE_VOID) {
		expression_discard(b, operand);
		return 0;
	}
	return body_value(b, VALUE_CAST, value_or_hole(b, operand), 0, 0, NULL, node_type(b, n));
}

static uint32_t
statement_value(struct body *b, uint32_t n, bool wanted)
{
	uint32_t child = node_child(b, n, 0);
	return child ? body_compound(b, child, wanted) : 0;
}

static uint32_t
evaluate(struct body *b, uint32_t n, uint32_t outer, bool wanted)
{
	switch (body_node(b, n)->c.kind) {
	case CXCursor_DeclRefExpr: return named(b, n, outer);
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_CompoundLiteralExpr: return read_place(b, n, outer);
	case CXCursor_UnaryOperator:
		if (unary(b, n) != CXUnaryOperator_Deref)
			return unary_value(b, n);
		if (node_type_kind(b, n) == TYPE_FUNCTION) /* *f of a function is f */
			return expression_value(b, node_child(b, n, 0));
		return read_place(b, n, outer);
	case CXCursor_CallExpr: return call(b, n, wanted);
	case CXCursor_BinaryOperator: return binary(b, n, wanted);
	case CXCursor_CompoundAssignOperator: return assignment(b, n);
	case CXCursor_ConditionalOperator: return conditional(b, n, wanted);
	case CXCursor_CStyleCastExpr: return cast(b, n);
	case CXCursor_StringLiteral: return text(b, n);
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_UnaryExpr:
	case CXCursor_CXXBoolLiteralExpr: return constant(b, n);
	case CXCursor_FloatingLiteral:
		return body_value(b, VALUE_FLOAT, 0, 0, 0, literal_float(b->u, body_node(b, n)->c), node_type(b, n));
	case CXCursor_StmtExpr: return statement_value(b, n, wanted);
	case CXCursor_GenericSelectionExpr: return generic(b, n, wanted);
	case CXCursor_AddrLabelExpr: return hole(b, n, "label");
	case CXCursor_InitListExpr:
		return body_node(b, n)->first ? expression_value(b, body_node(b, n)->first) : integer(b, 0, node_type(b, n));
	case CXCursor_UnexposedExpr: return unexposed(b, n, wanted);
	default: return all_operands(b, n, "not understood");
	}
}

uint32_t
expression_value(struct body *b, uint32_t n)
{
	return evaluate(b, node_strip(b, n), n, true);
}

void
expression_discard(struct body *b, uint32_t n)
{
	evaluate(b, node_strip(b, n), n, false);
}
