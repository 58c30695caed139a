struct sqlca { long sqlcode; };
extern struct sqlca sqlca;
