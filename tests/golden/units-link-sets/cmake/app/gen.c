int gen_x;
