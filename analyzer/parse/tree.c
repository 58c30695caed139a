/* A body's cursors as a tree. libclang walks with CXChildVisit_Recurse, which needs no C stack of its own and
 * costs half of visiting from inside the callback; the parent's place is found on a stack kept here. */
#include "parse/unit.h"

static bool
same(const CXCursor *a, const CXCursor *b)
{
	return a->kind == b->kind && a->data[0] == b->data[0] && a->data[1] == b->data[1];
}

static bool
is_opaque(enum CXCursorKind kind)
{
	switch (kind) {
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
	case CXCursor_EnumDecl:
	case CXCursor_TypedefDecl:
	case CXCursor_FunctionDecl:
	case CXCursor_ParmDecl:
	case CXCursor_UnaryExpr: /* sizeof: not evaluated */
	case CXCursor_TypeRef: return true;
	default: return clang_isAttribute(kind);
	}
}

static enum CXChildVisitResult
visit(CXCursor c, CXCursor parent, CXClientData data)
{
	struct tree *t = data;
	while (t->stack.count > 1 && !same(&t->nodes.at[vec_last(&t->stack)].c, &parent))
		t->stack.count--;
	uint32_t up = vec_last(&t->stack), n = (uint32_t)t->nodes.count;
	vec_push(&t->nodes, (struct node){.c = c});
	struct node *p = &t->nodes.at[up];
	if (p->last)
		t->nodes.at[p->last].next = n;
	else
		p->first = n;
	p->last = n;
	if (is_opaque(c.kind))
		return CXChildVisit_Continue;
	vec_push(&t->stack, n);
	return CXChildVisit_Recurse;
}

void
tree_read(struct tree *t, CXCursor root)
{
	t->nodes.count = t->stack.count = 0;
	vec_push(&t->nodes, (struct node){0});
	vec_push(&t->nodes, (struct node){.c = root});
	vec_push(&t->stack, 1);
	clang_visitChildren(root, visit, t);
}
