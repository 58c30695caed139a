int ship_b_one(int x) { return x + 1; }
int ship_b_two(int x) { return ship_b_one(x) * 2; }
int ship_b_three(int x) { return ship_b_two(x) - 3; }
