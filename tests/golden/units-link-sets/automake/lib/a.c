int a_x;
