int win_x;
