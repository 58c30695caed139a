/* A result made by hand for the tests of reports: a shop of eight services, and evidence in memory. */
#ifndef UNIT_REPORT_FIXTURE_H
#define UNIT_REPORT_FIXTURE_H

#include "splitter/evidence.h"
#include "splitter/model.h"

enum fixture_kind {
	FIXTURE_SHOP,    /* 8 services and the shared library, 30 tables, about 150 cuts */
	FIXTURE_HOSTILE, /* the same with names that try to break out of every format */
	FIXTURE_LARGE,   /* 60 services of the shop's kind */
	FIXTURE_EMPTY    /* nothing was understood */
};

struct fixture;

struct fixture *fixture_create(enum fixture_kind kind);
void fixture_destroy(struct fixture *f);
const struct model *fixture_model(const struct fixture *f);
struct evidence *fixture_evidence(struct fixture *f);

#endif
