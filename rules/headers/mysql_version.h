/* Declarations of the version of MySQL. */
#ifndef SPLITTER_MYSQL_VERSION_H
#define SPLITTER_MYSQL_VERSION_H
#include "mysql.h"
#endif
