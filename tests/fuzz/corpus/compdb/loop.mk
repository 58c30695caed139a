A = $(B) $(B)
B = $(A)
C = $(A:%=x) $(foreach v,$(C),$(C))
all: $(C)
	$(call C,$(A)) -o $@
include Makefile
ifeq ($(x
