"""The tests of the system; `make test` gives them servers of their own."""
