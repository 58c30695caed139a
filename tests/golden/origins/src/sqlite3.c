/* This file is an amalgamation of many separate C source files from SQLite */
int sqlite3_copy(void) { return 0; }
