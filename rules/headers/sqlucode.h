/* Declarations of ODBC in wide characters: none are needed to read a program. */
#ifndef SPLITTER_SQLUCODE_H
#define SPLITTER_SQLUCODE_H
#include "sqlext.h"
#endif
