/* Nobody would call it pages: the functions say what they show. */
int history_total(int x) { return x; }
int history_mean(int x) { return history_total(x + 1) * history_total(x); }
int history_per_day(int x) { return history_mean(x + 1) * history_mean(x); }
int history_median(int x) { return history_per_day(x + 1) * history_per_day(x); }
int history_only_last(int x) { return history_median(x + 1) * history_median(x); }
int history_peak(int x) { return history_only_last(x + 1) * history_only_last(x); }
int history_lowest(int x) { return history_peak(x + 1) * history_peak(x); }
