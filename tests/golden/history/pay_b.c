int pay_b_one(int x) { return x + 1; }
int pay_b_two(int x) { return pay_b_one(x) * 2; }
int pay_b_three(int x) { return pay_b_two(x) - 3; }
