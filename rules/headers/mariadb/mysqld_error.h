#include "../mysqld_error.h"
