int check_x;
