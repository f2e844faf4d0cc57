"""Somebody with the application's database role gives himself the token of an office's system."""

import hashlib

import pytest
from django.db import connection, transaction
from oauth2_provider.models import get_access_token_model
from rest_framework.test import APIClient

from tests import signatures, systems

pytestmark = pytest.mark.django_db

TOKENS = {
    "the digest of a word": "INSERT INTO oauth2_provider_accesstoken (token, token_checksum, "
    "expires, scope, application_id, created, updated, resource) SELECT {mark}, '{word}', expires, "
    "scope, application_id, created, updated, resource FROM oauth2_provider_accesstoken LIMIT 1",
    "a good token for another client": "UPDATE oauth2_provider_accesstoken SET application_id = "
    "{other}",
    "a good token for ten years": "UPDATE oauth2_provider_accesstoken SET expires = expires + "
    "interval '10 years'",
    "a good token for everything": "UPDATE oauth2_provider_accesstoken SET scope = "
    "'cases requests notices reference consents:decide'",
    "a good token by another word": "UPDATE oauth2_provider_accesstoken SET token_checksum = "
    "'{word}'",
    "a token without a mark": "UPDATE oauth2_provider_accesstoken SET token = ''",
}


@pytest.mark.parametrize("mark", ["''", "token"])
def test_a_token_that_the_database_made_up_opens_nothing(mark, pierre, joana):
    system, other = systems.register(pierre.office), systems.register(joana.office)
    text = signatures.token(system)
    word = hashlib.sha256(b"word").hexdigest()
    given = {"word": word, "other": other.application_id, "mark": mark}
    assert status(text) == 200
    for name, statement in TOKENS.items():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(**given))
            assert cursor.rowcount == 1, name
            if "word" in statement:
                assert status("word") == 401, name
            else:
                assert status(text) == 401, name
            transaction.set_rollback(True)
    assert status(text) == 200
    assert get_access_token_model().objects.count() == 1


def status(text: str) -> int:
    caller = APIClient()
    caller.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return caller.get("/api/v1/mailbox/").status_code
