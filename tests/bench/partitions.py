"""Partitions of a result's members, known ones and trivial ones, and how far two agree. No script: for import.

A member is ('function', key), ('table', name); a partition maps members to clusters. MoJoFM as Wen and Tzerpos define it
(2004), ARI as Hubert and Arabie (1985), both times 100 and on the members that both partitions have.
"""
import collections
import fnmatch
import sqlite3



def read_rsf(path):
    """Member's name -> cluster of `contain CLUSTER MEMBER` lines; the last line of a name counts."""
    members = {}
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            words = line.split()
            if len(words) >= 3 and words[0] == "contain":
                members[" ".join(words[2:])] = words[1]
    return members


def open_result(path):
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def ours(db):
    rows = db.execute("SELECT kind, CASE kind WHEN 'table' THEN name ELSE key END, service FROM v_member "
                      "WHERE kind IN ('function', 'table') AND service IS NOT NULL").fetchall()
    return {(kind, key): service for kind, key, service in rows}


def files(db):
    """Function -> its file; a table -> where it is created."""
    return {**{("function", key): file or "" for key, file in db.execute("SELECT key, file FROM v_function")},
            **{("table", name): file or "" for name, file in db.execute("SELECT name, file FROM v_table")}}


def names(db):
    return {**{("function", key): name for key, name in db.execute("SELECT key, name FROM v_function")},
            **{("table", name): name for name, in db.execute("SELECT name FROM v_table")}}


def known(db, truth, scope=()):
    """The members of a truth that the result has, by name, in files that match the scope: (partition, ambiguous)."""
    holders = collections.defaultdict(list)
    in_scope = lambda file: not scope or any(fnmatch.fnmatch(file, pattern) for pattern in scope)
    for key, name, file in db.execute("SELECT key, name, file FROM v_function ORDER BY key"):
        if in_scope(file or ""):
            holders[name].append(("function", key))
    for name, in db.execute("SELECT name FROM v_table ORDER BY name"):
        holders["table:" + name].append(("table", name))
    partition = {holders[name][0]: cluster for name, cluster in truth.items() if len(holders[name]) == 1}
    return partition, sum(len(holders[name]) > 1 for name in truth)


def first_word(text):
    """Its first letters, to what is no letter or to a capital after a small one; in small letters."""
    word = ""
    for letter in text:
        is_letter = letter.isascii() and letter.isalpha()
        if word and (not is_letter or (letter.isupper() and word[-1].islower())):
            break
        word += letter if is_letter else ""
    return word.lower()


def table_prefixes(db, members):
    """A table is in the group of its name's first word; a function in that of most of its accesses."""
    counts = collections.defaultdict(collections.Counter)
    for key, table in db.execute("SELECT function_key, table_name FROM v_table_access "
                                 "WHERE column_name IS NULL AND derived = 0 AND function_key IS NOT NULL"):
        counts[key][first_word(table)] += 1
    most = {key: min(found, key=lambda word: (-found[word], word)) for key, found in counts.items()}
    return {member: first_word(member[1]) if member[0] == "table" else most.get(member[1], "") for member in members}


def components(db, members):
    """Connected by calls, globals and tables."""
    root = {}

    def find(node):
        root.setdefault(node, node)
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for sql, kind in (("SELECT caller_key, callee_key FROM v_call", "function"),
                      ("SELECT function_key, variable_key FROM v_global_access", "global"),
                      ("SELECT function_key, table_name FROM v_table_access WHERE derived = 0", "table")):
        for key, other in db.execute(sql):
            if key is not None and other is not None:
                root[find(("function", key))] = find((kind, other))
    return {member: find(member) for member in members}


def baselines(db, members):
    """Name -> trivial partition of these members."""
    file, name = files(db), names(db)
    return {
        "file": {m: file[m] for m in members},
        "folder": {m: file[m].rpartition("/")[0] for m in members},
        "file stem": {m: first_word(file[m].rpartition("/")[2]) for m in members},
        "name prefix": {m: first_word(name[m]) for m in members},
        "table prefix": table_prefixes(db, members),
        "components": components(db, members),
        "one cluster": {m: "all" for m in members},
    }


def moves_and_joins(a, b):
    overlap = collections.defaultdict(collections.Counter)
    for item, cluster in a.items():
        overlap[cluster][b[item]] += 1
    tags = {c: [t for t, n in o.items() if n == max(o.values())] for c, o in overlap.items()}
    owner = {}

    def claim(cluster, seen):
        for tag in tags[cluster]:
            if tag not in seen:
                seen.add(tag)
                if tag not in owner or claim(owner[tag], seen):
                    owner[tag] = cluster
                    return True
        return False

    for cluster in tags:
        claim(cluster, set())
    return len(a) - sum(max(o.values()) for o in overlap.values()) + len(overlap) - len(owner)


def mojofm(a, b):
    groups = 0
    for size in sorted(collections.Counter(b.values()).values()):
        groups += groups < size
    return 100 * (1 - moves_and_joins(a, b) / (len(b) - groups)) if len(b) > groups else 100.0


def ari(a, b):
    def pairs(k):
        return k * (k - 1) / 2
    both = sum(map(pairs, collections.Counter((a[i], b[i]) for i in a).values()))
    in_a = sum(map(pairs, collections.Counter(a.values()).values()))
    in_b = sum(map(pairs, collections.Counter(b.values()).values()))
    expected = in_a * in_b / pairs(len(a)) if len(a) > 1 else 0
    best = (in_a + in_b) / 2
    return 100 * (both - expected) / (best - expected) if best != expected else 0.0


def agreement(found, truth):
    """(ARI, MoJoFM, common members, clusters found) of a partition against a truth; zeros without common members."""
    common = found.keys() & truth.keys()
    a, b = {i: found[i] for i in common}, {i: truth[i] for i in common}
    return (ari(a, b), mojofm(a, b), len(common), len(set(a.values()))) if common else (0.0, 0.0, 0, 0)
