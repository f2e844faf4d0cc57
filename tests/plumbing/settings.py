"""The product's settings for a test run, in which passwords and secrets cost next to nothing.

Argon2 is slow on purpose: with the product's cost it took most of the time of every test in which
a system fetches a token. tests/central_offices/test_passwords.py asks the product's own hasher.
"""

from agency.settings import *  # noqa: F403

PASSWORD_HASHERS = ["tests.plumbing.hashing.QuickArgon2"]
# What a test changed shows at once; tests/notices/test_copies_of_the_register.py has copies.
PUBLIC_COPY_SECONDS = 0
# Each client of a test makes its own chain of middleware, which would list all static files again.
WHITENOISE_AUTOREFRESH = True
