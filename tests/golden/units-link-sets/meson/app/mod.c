int mod_x;
