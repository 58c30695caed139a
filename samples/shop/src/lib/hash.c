/* SPDX-License-Identifier: MIT */
/*
 * Chained hash table with string keys.  The table owns its keys and, when
 * free_val was given, its values.
 */
#include <stdlib.h>

#include "util.h"

struct entry {
    struct entry *next;
    void         *val;
    unsigned      h;
    char          key[];
};

struct hash {
    struct entry **slots;
    unsigned       nslots;
    int            count;
    void         (*free_val)(void *);
};

static unsigned ht_hash(const char *s)
{
    unsigned h = 2166136261u;

    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

struct hash *ht_new(void (*free_val)(void *))
{
    struct hash *h = xmalloc(sizeof *h);

    h->nslots = 32;
    h->slots = xmalloc(h->nslots * sizeof *h->slots);
    memset(h->slots, 0, h->nslots * sizeof *h->slots);
    h->count = 0;
    h->free_val = free_val;
    return h;
}

void ht_clear(struct hash *h)
{
    unsigned i;

    if (!h)
        return;
    for (i = 0; i < h->nslots; i++) {
        struct entry *e = h->slots[i];

        while (e) {
            struct entry *next = e->next;

            if (h->free_val)
                h->free_val(e->val);
            free(e);
            e = next;
        }
        h->slots[i] = NULL;
    }
    h->count = 0;
}

void ht_free(struct hash *h)
{
    if (!h)
        return;
    ht_clear(h);
    free(h->slots);
    free(h);
}

static struct entry **ht_slot(const struct hash *h, const char *key)
{
    unsigned hv = ht_hash(key);
    struct entry **p = &h->slots[hv % h->nslots];

    while (*p && ((*p)->h != hv || !STREQ((*p)->key, key)))
        p = &(*p)->next;
    return p;
}

void *ht_get(const struct hash *h, const char *key)
{
    struct entry *e;

    if (!h)
        return NULL;
    e = *ht_slot(h, key);
    return e ? e->val : NULL;
}

static void ht_resize(struct hash *h)
{
    unsigned n = h->nslots * 2, i;
    struct entry **slots = xmalloc(n * sizeof *slots);

    memset(slots, 0, n * sizeof *slots);
    for (i = 0; i < h->nslots; i++) {
        while (h->slots[i]) {
            struct entry *e = h->slots[i];

            h->slots[i] = e->next;
            e->next = slots[e->h % n];
            slots[e->h % n] = e;
        }
    }
    free(h->slots);
    h->slots = slots;
    h->nslots = n;
}

void ht_put(struct hash *h, const char *key, void *val)
{
    struct entry **p = ht_slot(h, key);
    struct entry *e = *p;
    size_t n = strlen(key) + 1;

    if (e) {
        if (h->free_val && e->val != val)
            h->free_val(e->val);
        e->val = val;
        return;
    }
    e = xmalloc(sizeof *e + n);
    memcpy(e->key, key, n);
    e->h = ht_hash(key);
    e->val = val;
    e->next = NULL;
    *p = e;
    if (++h->count > (int)h->nslots)
        ht_resize(h);
}

int ht_del(struct hash *h, const char *key)
{
    struct entry **p, *e;

    if (!h)
        return 0;
    p = ht_slot(h, key);
    e = *p;
    if (!e)
        return 0;
    *p = e->next;
    if (h->free_val)
        h->free_val(e->val);
    free(e);
    h->count--;
    return 1;
}

int ht_count(const struct hash *h)
{
    return h ? h->count : 0;
}
