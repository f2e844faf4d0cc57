"""What is said of a file that nobody can look into."""


class Unreadable(Exception):
    """A file that cannot be looked into, and so not be called harmless."""
