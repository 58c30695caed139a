#error "the wrong one"
