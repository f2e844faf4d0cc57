"""Somebody with the application's database role puts his own key in the place of an office's."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from central_offices.models import OfficeKey, SignedCall
from tests import persons, signatures
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
KEY = "central_offices_officekey"
MINE = f"UPDATE {KEY} SET {{}} WHERE id = '{{{{theirs}}}}'"
INSERT = (
    f"INSERT INTO {KEY} (id, office_id, kid, public_jwk, held_by, not_before, not_after, "
    "revoked_reason, created_at, created_by_id, change_id) VALUES (uuidv7(), {office}, '{kid}', "
    "'{jwk}', 'OFFICE', now() - interval '4 days', now() + interval '1 year', '', now(), "
    "{by}, {change})"
)
REFUSED = {
    "their key is mine": MINE.format("kid = '{kid}', public_jwk = '{jwk}'"),
    "their key by its old name": MINE.format("public_jwk = '{jwk}'"),
    "another name": MINE.format("kid = '{kid}'"),
    "of another office": MINE.format("office_id = {other}"),
    "held by the system": MINE.format("held_by = 'SYSTEM', sealed_private = 'x'"),
    "older": MINE.format("not_before = now() - interval '1 year'"),
    "for longer": MINE.format("not_after = not_after + interval '1 day'"),
    "made by another": MINE.format("created_by_id = {other_person}"),
    "decided by nobody": MINE.format("change_id = NULL"),
    "in the place of another, at once": MINE.format("replaces_id = id"),
    "a key of its own making": INSERT.replace("{by}", "NULL").replace("{change}", "NULL"),
    "by its head": INSERT.replace("{by}", "{head}").replace("{change}", "NULL"),
    "by the change of another key": INSERT.replace("{by}", "{head}").replace(
        "{change}", "'{change}'"
    ),
    "under a name that is not its thumbprint": INSERT.replace("{kid}", "x" * 43)
    .replace("{by}", "NULL")
    .replace("{change}", "NULL"),
    "a revoked key counts again": f"UPDATE {KEY} SET revoked_at = NULL, revoked_reason = '', "
    "compromised_from = NULL WHERE id = '{revoked}'",
    "revoked later": f"UPDATE {KEY} SET revoked_at = revoked_at + interval '9 days' "
    "WHERE id = '{revoked}'",
    "only replaced": f"UPDATE {KEY} SET revoked_reason = 'REPLACED', compromised_from = NULL "
    "WHERE id = '{revoked}'",
    "compromised later": f"UPDATE {KEY} SET compromised_from = revoked_at WHERE id = '{{revoked}}'",
    "gone": f"DELETE FROM {KEY} WHERE id = '{{revoked}}'",
    "a call that can be sent again": "UPDATE central_offices_signedcall SET jti = 'other'",
    "a call that never was": "DELETE FROM central_offices_signedcall",
}


def test_nobody_signs_for_an_office_by_a_statement(beatriz, amina, adler):
    pair, theirs, revoked = signatures.pair(), signatures.pair(), signatures.pair()
    lisbon = beatriz.office
    key = persons.register_key(lisbon, json.dumps(theirs.as_dict(private=False)), by=adler)
    old = signatures.register(lisbon, revoked)
    moment = timezone.now()
    with by_the_owner():
        OfficeKey.objects.filter(pk=old.pk).update(
            revoked_at=moment,
            revoked_reason="COMPROMISED",
            compromised_from=moment - timedelta(hours=1),
        )
    SignedCall.objects.create(office=lisbon, key=key, jti="one", jws="x")
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": pair.as_dict(private=False)["x"]}
    given = {
        "kid": pair.thumbprint(),
        "jwk": json.dumps(jwk),
        "office": lisbon.pk,
        "other": amina.office_id,
        "head": beatriz.pk,
        "other_person": amina.pk,
        "change": key.change_id,
        "theirs": key.pk,
        "revoked": old.pk,
    }
    taken = []
    for name, statement in REFUSED.items():
        for one, value in given.items():
            statement = statement.replace(f"{{{one}}}", str(value))
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
                assert cursor.rowcount, f"{name}: no row"
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True)
            taken.append(name)
        except DatabaseError as error:
            assert "syntax" not in str(error), error
    assert taken == []


def test_a_key_that_the_application_adds_begins_no_earlier_than_it_is_added(beatriz):
    """Else whoever made one could write the office's history anew."""
    raw = signatures.pair().as_dict(private=False)["x"]
    named = f'{{"crv":"Ed25519","kty":"OKP","x":"{raw}"}}'
    kid = base64.urlsafe_b64encode(hashlib.sha256(named.encode()).digest()).rstrip(b"=").decode()
    row = OfficeKey(office=beatriz.office, kid=kid, public_jwk=json.loads(named))
    row.held_by, row.sealed_private = "SYSTEM", b"x"
    row.not_before = timezone.now() - timedelta(days=400)
    row.not_after = timezone.now() + timedelta(days=400)
    row.save(force_insert=True)
    row.refresh_from_db()
    assert timezone.now() - row.not_before < timedelta(hours=1)
