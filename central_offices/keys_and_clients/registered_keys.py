"""The public key of an office's own system: proposed by one person, in force by a second.

From then on every write of the office's clients about requests has to be signed with it. Whoever
proposes it brings a statement that the key itself has signed: nobody registers another's key.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from central_offices.keys_and_clients import keys, public_keys
from central_offices.models import OfficeKey, Officer
from central_offices.two_persons import kinds
from kernel.errors import NotReady
from ledger.signatures import jws

MAX_KEY_LIFETIME = timedelta(days=5 * 365)
PROOF_HOURS, CLOCK_MINUTES = 24, 5  # how old the statement may be, and how far ahead its clock


def register() -> None:
    """Called once, when the app is ready."""
    kinds.register("KEY", demand_key, put_in_force)


def content(
    text: str, *, proof: str = "", not_after: datetime | None = None, replaces: str = ""
) -> dict[str, Any]:
    """The content of a change of access for a key from a JWK or PEM, until then (two years).

    `proof` is the statement that the key has signed (`demand_proof`).
    `replaces` names a revoked key: a head and another person of the same office can then put the
    new one in its place, and it counts at once. Raises NotReady, for a private key above all.
    """
    jwk = public_keys.read(text)
    ends = not_after or keys.now_in_database() + keys.LIFETIME
    kid = public_keys.kid(jwk)
    given = {"kid": kid, "jwk": jwk, "not_after": ends.isoformat(), "replaces": replaces}
    return given | {"proof": "".join(proof.split())}


def statement(office: str, kid: str) -> dict[str, str]:
    """The payload that a new key signs: for which office it is to be registered."""
    return {"kid": kid, "office": office}


def demand_proof(change: Any) -> None:
    """Raise NotReady unless the key itself signed the statement for this office, lately.

    A compact JWS of the type `iisa-key+jws` (docs/signatures.md), its time in `iat`.
    """
    kid, office = change.content["kid"], change.office.code
    try:
        text = change.content.get("proof", "")
        header = jws.header_of(text, typ=jws.KEY)
        said = json.loads(jws.payload_of(text, jws.public_key(change.content["jwk"])))
        at = datetime.fromtimestamp(header["iat"], UTC)
        named = header["kid"] == kid and header["iss"] == office
    except (jws.Forged, ValueError) as error:
        raise NotReady(_unproven(), [("proof", _unproven())]) from error
    begins = change.proposed_at - timedelta(hours=PROOF_HOURS)
    in_time = begins <= at <= change.proposed_at + timedelta(minutes=CLOCK_MINUTES)
    if not named or said != statement(office, kid):
        raise NotReady(_unproven(), [("proof", _unproven())])
    if not in_time:
        sentence = _("The statement was signed at another time. Sign it anew, and paste it today.")
        raise NotReady(sentence, [("proof", sentence)])


def _unproven() -> str:
    return _(
        "This is not the statement for this office, signed with the private key of this public "
        "key: nobody can register another's key."
    )


def demand_key(change: Any) -> None:
    """Raise why the key can't be registered."""
    now, ends = keys.now_in_database(), datetime.fromisoformat(change.content["not_after"])
    if not now < ends <= now + MAX_KEY_LIFETIME:
        raise NotReady(_("Choose a last day in the next five years."))
    demand_proof(change)
    if OfficeKey.objects.filter(kid=change.content["kid"]).exists():
        raise NotReady(_("This key was registered before. Make a new pair of keys."))
    if change.content["replaces"] and not _replaced(change):
        sentence = _("Only a revoked key of the office's own system is replaced, and once.")
        raise NotReady(sentence, [("replaces", sentence)])


def put_in_force(change: Any, *, by: Officer) -> None:
    """The office's system signs with it from now on."""
    given = change.content
    key = OfficeKey(office=change.office, kid=given["kid"], public_jwk=given["jwk"])
    key.held_by, key.created_by, key.change = OfficeKey.Holder.OFFICE, change.proposed_by, change
    key.not_before = keys.now_in_database()
    key.not_after = datetime.fromisoformat(given["not_after"])
    both_of_office = {change.proposed_by.office_id, by.office_id} == {change.office_id}
    if given["replaces"] and both_of_office:
        key.replaces = _replaced(change)
    keys.keep(key, "office_key.register", by=by)


def _replaced(change: Any) -> OfficeKey | None:
    rows = OfficeKey.objects.filter(office=change.office, kid=change.content["replaces"])
    taken = OfficeKey.objects.exclude(replaces=None).values("replaces")
    held = rows.filter(held_by=OfficeKey.Holder.OFFICE).exclude(revoked_at=None)
    return held.exclude(pk__in=taken).first()
