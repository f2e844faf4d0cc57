"""Is this call really of the office whose system sends it? Its own signature says so.

Header `X-JWS-Signature`: a detached JWS (RFC 7515, appendix F) over the canonical JSON of the body
without `recipients`, with method, path, time and a name used once in its protected header. Of a
multipart body each field is a member, a file as {"sha256": its digest in hex}. Whom the call is for
stands in the header as a digest, salted with what `X-JWS-Salt` says: the header goes to recipients,
and the salt to nobody. Once an office has registered a key of its own, its clients must sign every
write: a stolen token alone is no use.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from central_offices.keys_and_clients import keys
from central_offices.models import CentralOffice, OfficeKey
from kernel import acting
from kernel.errors import Refusal
from kernel.ids import new_id
from kernel.signed_writes import is_signed
from ledger.events import canonical
from ledger.signatures import jws, signed_calls
from ledger.signatures.signing import Signed

HEADER = "X-JWS-Signature"
SALT_HEADER = "X-JWS-Salt"
MAX_AGE_OF_SIGNATURE = timedelta(seconds=300)
SAFE = {"GET", "HEAD", "OPTIONS"}
USED_ONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")
SALT = re.compile(r"[A-Za-z0-9_-]{22,64}")  # 128 bits or more


class SignatureRequired(Refusal):
    status = 403
    code = "signature_required"


class SignatureRefused(Refusal):
    """`why` says to us, in a code, what the sentence says to the caller."""

    status = 403
    code = "signature_refused"

    def __init__(self, why: str, sentence: str):
        super().__init__(sentence)
        self.why = why


class ClockSkew(SignatureRefused):
    code = "clock_skew"


def note(request: Any) -> None:
    """Check the signature of a client's call, keep it, and let the messages of this act carry it.

    A good signature is used up at once, whatever becomes of the call: whoever saw it cannot send
    it on after a refusal. Raises SignatureRequired or SignatureRefused; nothing has happened then.
    """
    if request.method in SAFE:
        return
    office, text = request.user.office, request.headers.get(HEADER)
    if text is not None:
        try:
            key, signed = check(request, office, text)
            _use(office, key, signed, request.headers.get(SALT_HEADER, ""))
        except SignatureRefused as refusal:
            request._request.refused_why = refusal.why
            raise
        acting.current().keep_so_far()
        acting.current().signed = signed
    elif is_signed(request.path) and keys.of_own_system(office).exists():
        raise SignatureRequired(
            _("Your office has registered a key. Sign this call with it, in X-JWS-Signature.")
        )


def check(request: Any, office: CentralOffice, text: str) -> tuple[OfficeKey, Signed]:
    """The key and what was signed with it. Raises SignatureRefused."""
    body = _body(request)
    # The list would tell who else was asked; its digest in the header tells nobody.
    recipients = body.pop("recipients", None)
    payload = canonical(body)
    try:
        header = jws.header_of(text, typ=jws.MESSAGE, also=jws.OF_CALL)
        _demand_meant_here(request, office, header)
        key = _key(office, header["kid"])
        _demand_timely(header["iat"], key.at)
        _demand_valid(key, header["iat"])
        said = payload.encode()
        jws.payload_of(text, jws.public_key(key.public_jwk), payload=said)
        _demand_recipients(header, recipients, request.headers.get(SALT_HEADER, ""))
        _demand_files(header, body)
    except jws.Forged as forged:
        raise SignatureRefused(forged.why, str(forged)) from forged
    except UnicodeEncodeError as error:
        sentence = _("The body holds half a character. Send it as UTF-8.")
        raise SignatureRefused("body", sentence) from error
    return key, Signed(office.code, key.kid, jws.attach(text, said), header, body)


def _demand_recipients(header: dict[str, Any], recipients: Any, salt: str) -> None:
    """The header says by digest whom the call is for, and for nobody if it is for nobody."""
    if recipients is None:
        if jws.RECIPIENTS in header:
            raise SignatureRefused("recipients", _("The header names recipients, the body none."))
        return
    if jws.RECIPIENTS not in header:
        sentence = _("Say in the header's member recipients, by a salted digest, who is asked.")
        raise SignatureRefused("recipients", sentence)
    if not SALT.fullmatch(salt):
        sentence = _("Send the salt of the recipients in X-JWS-Salt: 22 to 64 letters or digits.")
        raise SignatureRefused("salt", sentence)
    codes = recipients if isinstance(recipients, list) else [recipients]
    if not all(isinstance(code, str) for code in codes):
        raise SignatureRefused("recipients", _("The recipients are no list of codes of offices."))
    if header[jws.RECIPIENTS] != signed_calls.digest_of_recipients(codes, salt):
        sentence = _("The signature is for other recipients. Sign anew for those whom you ask.")
        raise SignatureRefused("recipients", sentence)


def _demand_files(header: dict[str, Any], body: dict[str, Any]) -> None:
    """Whoever says digests says those of all that is attached, and of nothing else."""
    said, attached = header.get(jws.FILES), body.get("attachments") or []
    if said is None:
        return
    if not isinstance(attached, list) or {str(pk).lower() for pk in attached} != {
        pk.lower() for pk in said
    }:
        raise other_files()


def other_files() -> SignatureRefused:
    """The refusal of a call whose header names other files than are attached."""
    sentence = _("The digests in the header's files are not those of what is attached.")
    return SignatureRefused("files", sentence)


def _body(request: Any) -> dict[str, Any]:
    """The JSON or the form with files that was sent; nothing sent is an empty object."""
    data = request.data
    if request.content_type.split(";")[0].strip() == "multipart/form-data":
        return {name: _members(data.getlist(name)) for name in data}
    if data and not isinstance(data, dict):
        raise SignatureRefused("body", _("Only a JSON object can be signed."))
    return dict(data) if data else {}


def _members(values: list[Any]) -> Any:
    """A field of a form: its text, a file by its digest, or a list of these if it comes again."""
    said = [{"sha256": _sha256(one)} if hasattr(one, "chunks") else one for one in values]
    return said[0] if len(said) == 1 else said


def _sha256(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _demand_meant_here(request: Any, office: CentralOffice, header: dict[str, Any]) -> None:
    if header["iss"] != office.code:
        raise SignatureRefused("issuer", _("The signature is of another office than the token."))
    if (header["htm"], header["htu"]) != (request.method, request.get_full_path()):
        raise SignatureRefused("address", _("The signature is for another method or address."))
    if not USED_ONCE.fullmatch(header["jti"]):
        raise SignatureRefused("jti", _("jti must be 8 to 64 letters, digits, - or _."))


def _key(office: CentralOffice, kid: str) -> Any:
    """The key of the office's own system, with the database's time in `at`."""
    rows = OfficeKey.objects.filter(office=office, held_by=OfficeKey.Holder.OFFICE, kid=kid)
    key = next(iter(rows.order_by().annotate(at=Now())), None)
    if key is None:
        raise SignatureRefused("unknown_key", _("Your office has not registered this key."))
    return key


def _demand_timely(iat: int, now: datetime) -> None:
    if abs(iat - now.timestamp()) > MAX_AGE_OF_SIGNATURE.total_seconds():
        words = {
            "n": int(MAX_AGE_OF_SIGNATURE.total_seconds()),
            "now": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        raise ClockSkew(
            "clock_skew",
            _(
                "The time of the signature is more than %(n)s seconds off. Here it is %(now)s. "
                "Set your clock and sign anew."
            )
            % words,
        )


def _demand_valid(key: Any, iat: int) -> None:
    """Now, and at the time that the signature names: whoever checks it later looks at that."""
    state = key.state(key.at)
    if state == "VALID":
        state = key.state(datetime.fromtimestamp(iat, UTC))
    sentence = {
        "REVOKED": _("This key was revoked. Sign with another one."),
        "EXPIRED": _("This key has run out. Register a new one."),
        "NOT_YET": _("This key is not valid yet."),
    }.get(state)
    if sentence:
        raise SignatureRefused(f"key_{state.lower()}", sentence)


def _use(office: CentralOffice, key: OfficeKey, signed: Signed, salt: str) -> None:
    """Keep the call as evidence; a name that was used before is a replay.

    One statement: it waits for a call of the same name that is under way.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO central_offices_signedcall "
            "(id, office_id, key_id, jti, jws, recipients_salt, at) "
            "VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp()) ON CONFLICT DO NOTHING",
            [
                *(new_id(), office.pk, key.pk, signed.header["jti"], signed.jws),
                salt if jws.RECIPIENTS in signed.header else "",
            ],
        )
        if not cursor.rowcount:
            sentence = _("This signature was used before. Sign each call anew, with a new jti.")
            raise SignatureRefused("replay", sentence)
