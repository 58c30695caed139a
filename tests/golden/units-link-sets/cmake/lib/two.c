int two_x;
