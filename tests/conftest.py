"""What every test may ask for."""

pytest_plugins = [
    "tests.cast",
    "tests.plumbing.database",
    "tests.plumbing.processes",
    "tests.plumbing.trail",
    "tests.plumbing.browser",
    "tests.plumbing.answers",
    "tests.plumbing.clients",
    "tests.plumbing.columns",
    "tests.plumbing.cost",
    "tests.plumbing.flaky",
    "tests.plumbing.garbage",
    "tests.plumbing.row_policies",
    "tests.receivers.fixtures",
]
