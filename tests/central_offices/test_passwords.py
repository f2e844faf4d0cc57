"""Passwords and secrets are kept as Argon2 makes them, at the cost that Django recommends.

Other tests hash at the least cost; these ask the product's settings themselves.
"""

from django.utils.module_loading import import_string

from agency import settings as product
from tests.plumbing import hashing
from tests.plumbing import settings as of_tests

WORDS = "correct horse battery staple"
MEMORY_KIB, ROUNDS = 102_400, 2  # Django's, above OWASP's least of 19,456 KiB and 2


def test_the_product_hashes_with_argon2_at_full_cost_and_knows_the_words_again():
    (name,) = product.PASSWORD_HASHERS
    hasher = import_string(name)()

    encoded = hasher.encode(WORDS, hasher.salt())

    assert encoded.startswith("argon2$argon2id$")
    assert hasher.decode(encoded)["memory_cost"] >= MEMORY_KIB
    assert hasher.decode(encoded)["time_cost"] >= ROUNDS
    assert WORDS not in encoded and encoded != hasher.encode(WORDS, hasher.salt())
    assert hasher.verify(WORDS, encoded)
    assert not hasher.verify(f"{WORDS}.", encoded)


def test_the_product_would_hash_anew_what_was_hashed_at_less_cost():
    quick = hashing.QuickArgon2()
    cheap = quick.encode(WORDS, quick.salt())
    assert import_string(product.PASSWORD_HASHERS[0])().must_update(cheap)
    assert not quick.must_update(cheap)


def test_tests_run_on_the_settings_of_the_product_but_for_cost_and_copies():
    names = {name for name in [*dir(product), *dir(of_tests)] if name.isupper()}
    differing = {
        name for name in names if getattr(product, name, None) is not getattr(of_tests, name, None)
    }
    # Copies of public pages would hide from a test what it has just changed.
    assert differing == {"PASSWORD_HASHERS", "PUBLIC_COPY_SECONDS", "WHITENOISE_AUTOREFRESH"}
