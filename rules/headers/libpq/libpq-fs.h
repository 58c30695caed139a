/* Declarations of PostgreSQL's large objects. */
#ifndef SPLITTER_LIBPQ_FS_H
#define SPLITTER_LIBPQ_FS_H
#define INV_WRITE 0x00020000
#define INV_READ 0x00040000
#endif
