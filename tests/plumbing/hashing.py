"""Argon2 as the product uses it, with the least cost that Argon2 allows."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The same format and the same verb; only slow it is not."""

    time_cost = 1
    memory_cost = 8  # KiB
    parallelism = 1
