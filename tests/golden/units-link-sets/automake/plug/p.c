int p_x;
