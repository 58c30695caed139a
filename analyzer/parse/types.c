/* Types on demand. In: types of cursors; out: TYPE, RECORD, FIELD, ENUM, ENUMERATOR, TYPEDEF records.
 *
 * A type is known by its canonical QualType pointer (qualifiers in its low bits); what a cursor says is looked
 * up first by its own pointer, so that a type costs one look-up after its first sight. Records are written
 * without fields, the fields of those from own files by types_flush: so self-reference needs no care. Of
 * records from system headers only the fields that are accessed are written. */
#include "parse/unit.h"

#include <string.h>

static enum type_kind
kind_of(CXType t)
{
	switch (t.kind) {
	case CXType_Void: return TYPE_VOID;
	case CXType_Bool: return TYPE_BOOL;
	case CXType_Char_U:
	case CXType_UChar:
	case CXType_Char_S:
	case CXType_SChar: return TYPE_CHAR;
	case CXType_Char16:
	case CXType_Char32:
	case CXType_UShort:
	case CXType_UInt:
	case CXType_ULong:
	case CXType_ULongLong:
	case CXType_UInt128:
	case CXType_WChar:
	case CXType_Short:
	case CXType_Int:
	case CXType_Long:
	case CXType_LongLong:
	case CXType_Int128: return TYPE_INTEGER;
	case CXType_Float:
	case CXType_Double:
	case CXType_LongDouble:
	case CXType_Float128:
	case CXType_Float16:
	case CXType_Half: return TYPE_FLOAT;
	case CXType_Enum: return TYPE_ENUM;
	case CXType_Pointer: return TYPE_POINTER;
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
	case CXType_VariableArray: return TYPE_ARRAY;
	case CXType_Record: return TYPE_RECORD;
	case CXType_FunctionProto:
	case CXType_FunctionNoProto: return TYPE_FUNCTION;
	default: return TYPE_OTHER;
	}
}

static bool
is_signed(CXType t)
{
	switch (t.kind) {
	case CXType_Char_S:
	case CXType_SChar:
	case CXType_WChar:
	case CXType_Short:
	case CXType_Int:
	case CXType_Long:
	case CXType_LongLong:
	case CXType_Int128: return true;
	case CXType_Enum: return is_signed(clang_getCanonicalType(clang_getEnumDeclIntegerType(clang_getTypeDeclaration(t))));
	default: return false;
	}
}

enum type_kind
type_kind(const struct unit *u, uint32_t number)
{
	return number ? (enum type_kind)u->type_notes.at[number].kind : TYPE_OTHER;
}

const char *
tag_name(struct unit *u, CXCursor decl)
{
	if (clang_Cursor_isAnonymous(decl) || clang_Cursor_isAnonymousRecordDecl(decl)) {
		struct place p = unit_place(u, clang_getCursorLocation(decl));
		const char *file = p.file ? u->sources->list.at[u->files.at[p.file]->source - 1]->shown : "";
		return arena_printf(&u->arena, "@%s:%u:%u", file, p.line, p.col);
	}
	text_handle s = clang_getCursorSpelling(decl);
	char *name = arena_strdup(&u->arena, clang_getCString(s));
	return name;
}

static bool
is_own(struct unit *u, struct place p)
{
	return p.physical && u->files.at[p.physical]->own;
}

static uint32_t
record_number(struct unit *u, CXType type, CXCursor decl)
{
	CXCursor first = clang_getCanonicalCursor(decl), def = clang_getCursorDefinition(decl);
	uint32_t number = ptrmap_get(&u->records, first.data[0]);
	if (number)
		return number;
	number = ++u->record_count;
	ptrmap_put(&u->records, first.data[0], number);
	bool complete = !clang_Cursor_isNull(def);
	CXCursor shown = complete ? def : first;
	struct place p = unit_place(u, clang_getCursorLocation(shown));
	bool own = is_own(u, p);
	long long size = clang_Type_getSizeOf(type);
	uint32_t end = unit_place_end(u, clang_getCursorExtent(shown)).line;
	FACT(u->out, RECORD, record, .name = fact_text(u->out, tag_name(u, shown)),
	     .is_union = clang_getCursorKind(shown) == CXCursor_UnionDecl, .file = unit_file_number(u, p.file), .line = p.line,
	     .end_line = end, .size = size < 0 ? -1 : size, .complete = complete, .system = !own);
	if (own && complete)
		vec_push(&u->pending, (struct pending_record){number, type});
	return number;
}

static enum CXChildVisitResult
enumerator(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	struct unit *u = data;
	if (c.kind != CXCursor_EnumConstantDecl)
		return CXChildVisit_Continue;
	text_handle s = clang_getCursorSpelling(c);
	FACT(u->out, ENUMERATOR, enumerator, .enumeration = u->enum_count, .name = fact_text(u->out, clang_getCString(s)),
	     .value = clang_getEnumConstantDeclValue(c), .line = unit_place(u, clang_getCursorLocation(c)).line);
	return CXChildVisit_Continue;
}

static uint32_t
enum_number(struct unit *u, CXCursor decl)
{
	CXCursor first = clang_getCanonicalCursor(decl), def = clang_getCursorDefinition(decl);
	uint32_t number = ptrmap_get(&u->enums, first.data[0]);
	if (number)
		return number;
	CXCursor shown = clang_Cursor_isNull(def) ? first : def;
	struct place p = unit_place(u, clang_getCursorLocation(shown));
	uint32_t end = unit_place_end(u, clang_getCursorExtent(shown)).line;
	uint32_t file = unit_file_number(u, p.file);
	number = ++u->enum_count;
	ptrmap_put(&u->enums, first.data[0], number);
	FACT(u->out, ENUM, enum, .name = fact_text(u->out, tag_name(u, shown)), .file = file, .line = p.line, .end_line = end);
	if (is_own(u, p))
		clang_visitChildren(shown, enumerator, u);
	return number;
}

static bool
is_va_list(CXType canonical, const char *spelling)
{
	return strstr(spelling, "__va_list_tag") && (canonical.kind == CXType_ConstantArray || canonical.kind == CXType_Pointer ||
	                                             canonical.kind == CXType_Record);
}

/* -1: none or unknown. libclang does not survive the question for types of its own, such as a builtin's. */
static long long
size_of(CXType t)
{
	enum type_kind k = kind_of(t);
	bool asked = k != TYPE_OTHER || t.kind == CXType_Vector || t.kind == CXType_ExtVector || t.kind == CXType_Complex;
	if (!asked || k == TYPE_FUNCTION || k == TYPE_VOID)
		return -1;
	long long size = clang_Type_getSizeOf(t);
	return size < 0 ? -1 : size;
}

static uint32_t
put_type(struct unit *u, CXType t)
{
	struct fact_type f = {.kind = kind_of(t), .size = size_of(t), .count = -1,
	                      .is_const = clang_isConstQualifiedType(t), .is_signed = is_signed(t)};
	struct type_note note = {0};
	switch (f.kind) {
	case TYPE_POINTER: f.element = type_number(u, clang_getPointeeType(t)); break;
	case TYPE_ARRAY:
		f.element = type_number(u, clang_getArrayElementType(t));
		f.count = t.kind == CXType_ConstantArray ? clang_getArraySize(t) : -1;
		note.is_char = type_kind(u, (uint32_t)f.element) == TYPE_CHAR;
		break;
	case TYPE_FUNCTION: f.element = type_number(u, clang_getResultType(t)); break;
	case TYPE_RECORD: f.record = record_number(u, t, clang_getTypeDeclaration(t)); break;
	case TYPE_ENUM: f.enumeration = enum_number(u, clang_getTypeDeclaration(t)); break;
	default: break;
	}
	text_handle s = clang_getTypeSpelling(t);
	const char *spelling = sources_sanitise(u->sources, &u->arena, clang_getCString(s));
	if (is_va_list(t, spelling)) {
		f.kind = TYPE_VA_LIST;
		u->va_list_seen = true;
	}
	f.spelling = fact_text(u->out, spelling);
	note.kind = (uint8_t)f.kind;
	note.record = (uint32_t)f.record;
	fact_put(u->out, FACT_TYPE, &f);
	if (!u->type_notes.count)
		vec_push(&u->type_notes, (struct type_note){0});
	vec_push(&u->type_notes, note);
	return ++u->type_count;
}

static uint32_t
canonical_number(struct unit *u, CXType canonical)
{
	uint32_t number = ptrmap_get(&u->types, canonical.data[0]);
	if (number)
		return number;
	number = put_type(u, canonical);
	ptrmap_put(&u->types, canonical.data[0], number);
	return number;
}

static void
put_typedef(struct unit *u, CXCursor decl, uint32_t type)
{
	struct place p = unit_place(u, clang_getCursorLocation(decl));
	if (!is_own(u, p))
		return;
	text_handle s = clang_getCursorSpelling(decl);
	uint32_t file = unit_file_number(u, p.file);
	FACT(u->out, TYPEDEF, typedef, .name = fact_text(u->out, clang_getCString(s)), .type = type, .file = file, .line = p.line);
}

/* The typedefs a type is written with, behind pointers and arrays too. */
static void
note_typedefs(struct unit *u, CXType t)
{
	for (;;) {
		switch (t.kind) {
		case CXType_Elaborated: t = clang_Type_getNamedType(t); break;
		case CXType_Pointer: t = clang_getPointeeType(t); break;
		case CXType_ConstantArray:
		case CXType_IncompleteArray:
		case CXType_VariableArray: t = clang_getArrayElementType(t); break;
		case CXType_Typedef: {
			CXCursor decl = clang_getTypeDeclaration(t);
			if (ptrmap_get(&u->typedefs, decl.data[0]))
				return;
			ptrmap_put(&u->typedefs, decl.data[0], 1);
			t = clang_getTypedefDeclUnderlyingType(decl);
			put_typedef(u, decl, canonical_number(u, clang_getCanonicalType(t)));
			break;
		}
		default: return;
		}
	}
}

uint32_t
type_number(struct unit *u, CXType type)
{
	if (type.kind == CXType_Invalid)
		return 0;
	uint32_t number = ptrmap_get(&u->raw_types, type.data[0]);
	if (number)
		return number;
	CXType canonical = clang_getCanonicalType(type);
	number = canonical_number(u, canonical);
	ptrmap_put(&u->raw_types, type.data[0], number);
	if (canonical.data[0] != type.data[0])
		note_typedefs(u, type);
	return number;
}

uint32_t
type_of(struct unit *u, CXCursor cursor)
{
	return type_number(u, clang_getCursorType(cursor));
}

static uint32_t
put_field(struct unit *u, CXCursor field, uint32_t record, uint32_t index)
{
	uint32_t number = ptrmap_get(&u->fields, field.data[0]);
	if (number)
		return number;
	uint32_t type = type_number(u, clang_getCursorType(field));
	text_handle s = clang_getCursorSpelling(field);
	const char *name = clang_getCString(s);
	long long offset = clang_Cursor_getOffsetOfField(field);
	int width = clang_Cursor_isBitField(field) ? clang_getFieldDeclBitWidth(field) : 0;
	number = ++u->field_count;
	ptrmap_put(&u->fields, field.data[0], number);
	FACT(u->out, FIELD, field, .record = record, .index = index, .name = fact_text(u->out, strchr(name, '(') ? "" : name),
	     .type = type, .offset = offset < 0 ? -1 : offset, .width = width < 0 ? 0 : width,
	     .line = unit_place(u, clang_getCursorLocation(field)).line);
	return number;
}

struct field_walk {
	struct unit *u;
	uint32_t record, index;
	const void *only; /* the field wanted, NULL: all */
	uint32_t found;
};

static enum CXVisitorResult
field(CXCursor c, CXClientData data)
{
	struct field_walk *w = data;
	if (!w->only || c.data[0] == w->only)
		w->found = put_field(w->u, c, w->record, w->index);
	w->index++;
	return w->found && w->only ? CXVisit_Break : CXVisit_Continue;
}

void
types_flush(struct unit *u)
{
	for (size_t i = 0; i < u->pending.count; i++) {
		struct pending_record r = u->pending.at[i];
		clang_Type_visitFields(r.type, field, &(struct field_walk){.u = u, .record = r.number});
	}
	u->pending.count = 0;
}

uint32_t
field_number(struct unit *u, CXCursor c)
{
	uint32_t number = ptrmap_get(&u->fields, c.data[0]);
	if (number)
		return number;
	CXCursor parent = clang_getCursorSemanticParent(c);
	CXType type = clang_getCanonicalType(clang_getCursorType(parent));
	uint32_t record = type_number(u, type);
	types_flush(u);
	number = ptrmap_get(&u->fields, c.data[0]);
	if (number)
		return number;
	struct field_walk w = {.u = u, .record = record ? u->type_notes.at[record].record : 0, .only = c.data[0]};
	clang_Type_visitFields(type, field, &w);
	return w.found;
}

static enum CXVisitorResult
collect(CXCursor c, CXClientData data)
{
	VEC(CXCursor) *list = data;
	vec_push(list, c);
	return CXVisit_Continue;
}

static void
fill_entry(struct field_entry *e, CXCursor c)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(c));
	*e = (struct field_entry){c, type, false};
	if (type.kind == CXType_Record)
		e->anonymous = clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(type));
}

static bool
is_padding(CXCursor field)
{
	text_handle s = clang_getCursorSpelling(field);
	bool unnamed = !*clang_getCString(s);
	return unnamed && clang_Cursor_isBitField(field);
}

struct field_list
types_fields(struct unit *u, CXType record)
{
	CXCursor decl = clang_getCanonicalCursor(clang_getTypeDeclaration(record));
	uint32_t index = ptrmap_get(&u->field_list_of, decl.data[0]);
	if (index)
		return u->field_lists.at[index - 1];
	VEC(CXCursor) all = {0};
	clang_Type_visitFields(record, collect, &all);
	struct field_list list = {.at = arena_array(&u->arena, struct field_entry, all.count + 1),
	                          .is_union = clang_getCursorKind(decl) == CXCursor_UnionDecl};
	for (size_t i = 0; i < all.count; i++)
		if (!is_padding(all.at[i]))
			fill_entry(&list.at[list.count++], all.at[i]);
	vec_finish(&all);
	vec_push(&u->field_lists, list);
	ptrmap_put(&u->field_list_of, decl.data[0], (uint32_t)u->field_lists.count);
	return list;
}
