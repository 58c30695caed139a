int extra_x;
