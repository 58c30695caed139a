#include "../errmsg.h"
