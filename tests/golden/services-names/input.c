/* What services are called: by stems of files, by words of functions; never by grammar, verbs or types. */
int pcl_return_only(int);
int write_string(int);
int history_lowest(int);
int main(int argc, char **argv) { (void)argv; return pcl_return_only(argc) + write_string(argc) + history_lowest(argc); }
