int old_report(void) { return 1; }
