.PHONY: run test check bench drill secrets
run:
	@python3 -m launch run
test:
	@python3 -m launch test $(T)
check:
	@python3 -m launch check
bench:
	@python3 -m launch bench
drill:
	@python3 -m launch drill
secrets:
	@python3 -m launch secrets
