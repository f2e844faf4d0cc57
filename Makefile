.PHONY: run test check bench drill lock catalogues secrets
run:
	@python3 -m launch run
test:
	@python3 -m launch test $(T)
check:
	@python3 -m launch check
bench:
	@python3 -m launch bench $(T)
drill:
	@python3 -m launch drill $(T)
lock:
	@python3 -m launch lock $(T)
catalogues:
	@python3 -m launch catalogues
secrets:
	@python3 -m launch secrets
