struct shelf { int count; };
int shelf_put(struct shelf *s, int n);
int shelf_count(const struct shelf *s);
static inline int shelf_is_empty(const struct shelf *s) { return !shelf_count(s); }
