"""Sets the system up and runs it with one command: `python3 -m launch run`, `test`, `check`."""
