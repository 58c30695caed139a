/* See Copyright Notice in lua.h */
int lapi(void) { return 0; }
