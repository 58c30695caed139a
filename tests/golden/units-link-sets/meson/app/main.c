int main_x;
