"""What every test may ask for."""

pytest_plugins = [
    "tests.plumbing.database",
    "tests.plumbing.processes",
    "tests.plumbing.browser",
]
