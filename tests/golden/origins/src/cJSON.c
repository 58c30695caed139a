/* Copyright (c) Dave Gamble and cJSON contributors */
int cjson(void) { return 0; }
