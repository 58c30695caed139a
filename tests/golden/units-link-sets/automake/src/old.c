int old_x;
