struct two { int n; };
