"""The head of Beta registers a public key that is Lisbon's, to be in its way."""

import json
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from central_offices.keys_and_clients import registered_keys
from central_offices.models import AccessChange, OfficeKey
from central_offices.two_persons import changes
from kernel.errors import NotReady
from tests import persons
from tests.signatures import pair, proof

pytestmark = pytest.mark.django_db


def proposed(by, text: str, statement: str) -> AccessChange:
    content = registered_keys.content(text, proof=statement)
    return changes.propose("KEY", by.office, by=by, **content)


def test_nobody_registers_a_key_without_its_private_part(bela, beatriz, adler):
    theirs, own = pair(), pair()
    text = json.dumps(theirs.as_dict(private=False))
    said, now = {"kid": theirs.thumbprint(), "office": "QMB"}, int(time.time())
    header, payload, signature = proof("QMB", theirs).split(".")
    wrong = {
        "none": "",
        "no statement": "x",
        "of the own key": proof("QMB", own),
        "signed with the own key in its name": proof("QMB", own, kid=theirs.thumbprint()),
        "and says so": proof("QMB", own, kid=theirs.thumbprint(), payload=said),
        "made for Lisbon": proof("PRT", theirs),
        "made for Lisbon, says Beta": proof("PRT", theirs, iss="QMB"),
        "for Beta, by Lisbon": proof("QMB", theirs, iss="PRT"),
        "about another key": proof("QMB", theirs, payload=said | {"kid": own.thumbprint()}),
        "about more": proof("QMB", theirs, payload=said | {"recipients": "x", "more": "x"}),
        "a signed call": proof("QMB", theirs, typ="iisa-message+jws"),
        "of the day before": proof("QMB", theirs, iat=now - 25 * 3600),
        "of tomorrow": proof("QMB", theirs, iat=now + 3600),
        "without the payload": f"{header}..{signature}",
        "with another signature": f"{header}.{payload}.{proof('QMB', own).split('.')[2]}",
    }
    for name, statement in wrong.items():
        with pytest.raises(NotReady) as refusal:
            pytest.fail(f"{name}: {proposed(bela, text, statement)}")
        assert refusal.value.missing[0][0] == "proof", name
    assert not AccessChange.objects.exists()

    key = persons.register_key(beatriz.office, text, by=beatriz)
    assert OfficeKey.objects.get(pk=key.pk).kid == theirs.thumbprint()


def test_the_kit_signs_the_statement(beatriz, adler, tmp_path):
    key = pair()
    (tmp_path / "private.jwk").write_text(json.dumps(key.as_dict(private=True)))
    said = StringIO()
    call_command("conformance", key=tmp_path / "private.jwk", office="PRT", stdout=said)
    text = json.dumps(key.as_dict(private=False))
    changes.confirm(proposed(beatriz, text, said.getvalue()), by=adler)
    assert OfficeKey.objects.filter(kid=key.thumbprint(), office=beatriz.office).exists()

    (tmp_path / "none").write_text("{}")
    for path, office in ((tmp_path / "none", "PRT"), (tmp_path / "private.jwk", "")):
        with pytest.raises(CommandError):
            call_command("conformance", key=path, office=office)
