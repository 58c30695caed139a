#ifndef GUARDED_H
#define GUARDED_H
#define LIMIT 3
#ifdef LATER
extern int later;
#endif
#endif
