/* An install, or a link that the build makes, calls src/include "sample-devel". */
#include <sample-devel/one.h>
#include <sample-devel/two.h>
#include <sample-devel/build.h>
#include <sample-devel/deep/three.h>
/* Negatives: one header of a name is no folder; most of what is asked for is missing; not below one folder. */
#include <other/one.h>
#include <strange/one.h>
#include <strange/nowhere.h>
#include <strange/nothing.h>
HINT int use(struct two *t) { return one(t->n) + THREE + BUILT + FIVE; }
