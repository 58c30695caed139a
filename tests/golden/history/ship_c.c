int ship_c_one(int x) { return x + 1; }
int ship_c_two(int x) { return ship_c_one(x) * 2; }
int ship_c_three(int x) { return ship_c_two(x) - 3; }
