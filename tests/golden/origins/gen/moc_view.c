/* Meta object code from reading C++ file view.h */
int moc(void) { return 0; }
