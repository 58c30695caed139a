int b_x;
