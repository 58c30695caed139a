int pay_a_one(int x) { return x + 1; }
int pay_a_two(int x) { return pay_a_one(x) * 2; }
int pay_a_three(int x) { return pay_a_two(x) - 3; }
