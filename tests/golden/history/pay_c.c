int pay_c_one(int x) { return x + 1; }
int pay_c_two(int x) { return pay_c_one(x) * 2; }
int pay_c_three(int x) { return pay_c_two(x) - 3; }
