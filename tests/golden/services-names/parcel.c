/* A prefix that nobody can say: the stem of the file names it. */
int pcl_weigh(int x) { return x; }
int pcl_seal(int x) { return pcl_weigh(x + 1) * pcl_weigh(x); }
int pcl_open(int x) { return pcl_seal(x + 1) * pcl_seal(x); }
int pcl_route_long(int x) { return pcl_open(x + 1) * pcl_open(x); }
int pcl_route_null(int x) { return pcl_route_long(x + 1) * pcl_route_long(x); }
int pcl_deliver(int x) { return pcl_route_null(x + 1) * pcl_route_null(x); }
int pcl_return_only(int x) { return pcl_deliver(x + 1) * pcl_deliver(x); }
