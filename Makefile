.PHONY: demo test check
demo test check:
	./puas $@
