/* A common word, and nothing else is said: the stem all the same. */
int get_all(int x) { return x; }
int set_value(int x) { return get_all(x + 1) * get_all(x); }
int load_file(int x) { return set_value(x + 1) * set_value(x); }
int save_file(int x) { return load_file(x + 1) * load_file(x); }
int parse_line(int x) { return save_file(x + 1) * save_file(x); }
int read_string(int x) { return parse_line(x + 1) * parse_line(x); }
int write_string(int x) { return read_string(x + 1) * read_string(x); }
