int ship_a_one(int x) { return x + 1; }
int ship_a_two(int x) { return ship_a_one(x) * 2; }
int ship_a_three(int x) { return ship_a_two(x) - 3; }
