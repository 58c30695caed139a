int q_x;
