int fuzz;
