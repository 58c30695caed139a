#include "../mysql_version.h"
