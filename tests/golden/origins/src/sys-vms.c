
int sys_vms(void) { return 0; }
