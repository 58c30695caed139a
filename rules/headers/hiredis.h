#include "hiredis/hiredis.h"
