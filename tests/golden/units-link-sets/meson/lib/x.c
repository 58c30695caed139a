int x_x;
