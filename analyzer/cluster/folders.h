/* Folders: files in one folder belong together, a little. Private to cluster. */
#ifndef CLUSTER_FOLDERS_H
#define CLUSTER_FOLDERS_H

#include "survey.h"

/* Ties functions of different files of a folder, TIE_FOLDER; at most three ties a function. Nothing in a tree of one folder. */
void folders_tie(struct survey *s);

#endif
