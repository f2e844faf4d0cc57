"""`launch drill`: the tests marked drill, with faults and matrices too large for every day."""

from launch import testing


def main(arguments: list[str]) -> int:
    return testing.main(["-m", "drill", "-n", "0", *arguments])
