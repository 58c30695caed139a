int one_x;
