int y_x;
