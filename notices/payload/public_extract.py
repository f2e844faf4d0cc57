"""The public extract of a notice: whitelisted fields only, there while the notice is in force.

The whitelist is docs/laws.md F10; the owner chooses among it. UN notices are public as the
Security Council publishes them. The names of the fields are those of INTERPOL's public service.
"""

from collections.abc import Iterable
from typing import Any

from anyascii import anyascii

from cases import names
from cases.safeguards import typed_codes
from central_offices.models import Jurisdiction
from kernel.values.folding import searchable
from notices.models import Colour, ExtractField, Notice, NoticeVersion, PublicExtract
from notices.payload import days, publicity, un_record
from notices.payload.shape import Day, Identity, Payload, Subject

DEFAULT_FIELDS = [field.value for field in ExtractField]


def publish(notice: Notice, version: NoticeVersion) -> PublicExtract | None:
    """Write the extract of a notice that is being published; None when there is to be none."""
    row = extract_of(notice, version, codes())
    PublicExtract.objects.filter(notice=notice).delete()
    if row is not None:
        row.save(force_insert=True)
    return row


def reconsider(notice: Notice) -> None:
    """Take the extract away if anything about the notice forbids it by now.

    Nothing comes back by itself: what is public was decided in a step.
    """
    version = notice.current_version
    if version is None or publicity.objections(notice, version.payload):
        remove(notice)


def remove(notice: Notice) -> None:
    """Take the extract away, in the transaction that suspends or ends the notice."""
    PublicExtract.objects.filter(notice=notice).delete()


def extract_of(
    notice: Notice, version: NoticeVersion, alpha2: dict[str, str]
) -> PublicExtract | None:
    """The unsaved extract of a version about to be in force; None where `publicity` objects."""
    payload: Payload = typed_codes.without_codes(version.payload)
    if publicity.objections(notice, payload, status=Notice.Status.PUBLISHED):
        return None
    return said_in_public(notice, version, alpha2)


def said_in_public(notice: Notice, version: NoticeVersion, alpha2: dict[str, str]) -> PublicExtract:
    """The unsaved extract of a version, whether there may be one or not."""
    payload: Payload = typed_codes.without_codes(version.payload)
    assert notice.published_at is not None
    fields = set(DEFAULT_FIELDS if notice.colour == Colour.UN else notice.extract_fields)
    data = _data(payload, fields, alpha2)
    subject, listing = payload.get("subject") or {}, payload.get("listing") or {}
    born = days.bounds(_main(subject).get("born")) if "BORN" in fields else (None, None)
    return PublicExtract(
        notice=notice,
        colour=notice.colour,
        kind="ENTITY" if subject.get("kind") == "ORGANIZATION" else "PERSON",
        entity_id=notice.reference or notice.un_reference or "",
        name=data.get("name") or "",
        forename=data.get("forename") or "",
        **searched(data),
        birth_earliest=born[0],
        birth_latest=born[1],
        sex_id=data.get("sex_id") or "",
        nationalities=data.get("nationalities") or [],
        warrant_countries=[
            row["issuing_country_id"]
            for row in data.get("arrest_warrants", [])
            if row["issuing_country_id"]
        ],
        un_reference=listing.get("un_reference", ""),
        un_resolution=listing.get("un_resolution"),
        data=data,
        photo=version.photo if "PHOTO" in fields else None,
        published_at=notice.published_at,
        valid_until=notice.valid_until,
    )


def searched(data: dict[str, Any]) -> dict[str, Any]:
    """The columns by which an extract is found: its public names, and all its public words."""
    folded = searchable(*_words(data))
    known = names_of(data)
    return {
        "search_text": " ".join(dict.fromkeys((folded, anyascii(folded).lower()))),
        "names": known,
        "search_names": " ".join(names.normalised(name) for name in known),
        "name_keys": sorted({number for name in known for number in names.keys(name)}),
    }


def names_of(data: dict[str, Any]) -> list[str]:
    """Every public name of an extract, each once; places and remarks are none."""
    found: dict[str, None] = {}
    for row in (data, *data.get("aliases", [])):
        whole = " ".join(filter(None, (row.get("forename"), row.get("name"))))
        found |= dict.fromkeys(names.all_spellings(whole, row.get("name_in_original_script") or ""))
    return list(found)


def codes() -> dict[str, str]:
    """The two-letter code of every jurisdiction by its own; the public service has the former."""
    return dict(Jurisdiction.objects.exclude(alpha2="").values_list("code", "alpha2"))


def _data(payload: Payload, fields: set[str], alpha2: dict[str, str]) -> dict[str, Any]:
    subject = payload.get("subject") or {}
    main = _main(subject)
    shown: dict[str, Any] = {}
    if "NAMES" in fields:
        listed = payload.get("colour") == Colour.UN
        shown |= _names(main) | {"aliases": _aliases(subject, fields, alpha2, listed=listed)}
    if "BORN" in fields:
        shown |= _born(main)
    if "SEX" in fields:
        shown["sex_id"] = subject.get("sex_id")
    if "NATIONALITY" in fields:
        held = [row["code"] for row in subject.get("nationalities", []) if "code" in row]
        shown["nationalities"] = [alpha2.get(code, code) for code in held] or None
    if "PLACE_OF_BIRTH" in fields:
        country = main.get("country_of_birth")
        shown["place_of_birth"] = main.get("place_of_birth") or None
        shown["country_of_birth_id"] = alpha2.get(country, country) if country else None
    if "LANGUAGES" in fields:
        shown["languages_spoken_ids"] = subject.get("languages_spoken_ids") or None
    if "MARKS" in fields:
        shown |= _build(subject)
    if payload.get("colour") == Colour.RED:
        shown["arrest_warrants"] = _warrants(payload, fields, alpha2)
    if payload.get("colour") == Colour.UN:
        shown |= _listed(payload, alpha2)
    return shown


def _born(identity: Identity) -> dict[str, Any]:
    """The date of birth; where no single date says it, null and the interval in `births`."""
    born = identity.get("born")
    known = days.public(born)
    further = {"births": _births([born])} if born and known is None else {}
    return {"date_of_birth": known, **further}


def _main(subject: Subject) -> Identity:
    rows = subject.get("identities") or [{}]
    return rows[0]


def _names(identity: Identity) -> dict[str, Any]:
    latin = identity.get("romanised") or identity.get("as_written", "")
    original = identity.get("as_written", "")
    return {
        "name": identity.get("family_name") or latin or None,
        "forename": identity.get("forename") or None,
        "name_in_original_script": original if original != latin else None,
    }


def _aliases(
    subject: Subject, fields: set[str], alpha2: dict[str, str], *, listed: bool
) -> list[dict[str, Any]]:
    return [
        _names(row)
        | (_born(row) if "BORN" in fields else {"date_of_birth": None})
        | (_listed_name(row, alpha2) if listed else {})
        for row in (subject.get("identities") or [])[1:]
        if row.get("label") != "MISUSED"
    ]


def _listed_name(row: Identity, alpha2: dict[str, str]) -> dict[str, Any]:
    """Fields of an alias on the Security Council's list, with a birth under that name."""
    country = row.get("country_of_birth")
    return {
        "quality": row.get("quality", ""),
        "note": row.get("note") or None,
        "births": _births([row.get("born")]),
        "place_of_birth": row.get("place_of_birth") or None,
        "country_of_birth_id": alpha2.get(country, country) if country else None,
    }


def _births(rows: Iterable[Day | None]) -> list[dict[str, Any]]:
    """Births with what no single date says: an interval, "about", a wording, a note."""
    return [
        {
            "earliest": day.get("earliest"),
            "latest": day.get("latest"),
            "written": day.get("written") or None,
            "approximate": day.get("approximate", False),
            "note": day.get("note") or None,
        }
        for day in rows
        if day
    ]


def _build(subject: Subject) -> dict[str, Any]:
    height, weight = subject.get("height_cm"), subject.get("weight_kg")
    return {
        "distinguishing_marks": subject.get("distinguishing_marks") or None,
        "height": height / 100 if height else None,
        "weight": weight or None,
        "eyes_colors_id": subject.get("eyes_colors_id") or None,
        "hairs_id": subject.get("hairs_id") or None,
    }


def _warrants(payload: Payload, fields: set[str], alpha2: dict[str, str]) -> list[dict[str, Any]]:
    proceeding = payload.get("proceeding") or {}
    country = proceeding.get("jurisdiction")
    if not fields & {"CHARGE", "WARRANT_COUNTRY"}:
        return []
    issued = alpha2.get(country, country) if country and "WARRANT_COUNTRY" in fields else None
    charges = proceeding.get("charges", []) if "CHARGE" in fields else [{}]
    return [
        {
            "issuing_country_id": issued,
            "charge": (charge.get("title") or {}).get("en") or None,
            "charge_translation": (charge.get("title") or {}).get("second") or None,
        }
        for charge in charges
    ]


def _listed(payload: Payload, alpha2: dict[str, str]) -> dict[str, Any]:
    """The fields that the Security Council's own list publishes beside the person."""
    subject, listing = payload.get("subject") or {}, payload.get("listing") or {}
    further = [
        days.public(day) or day.get("written") for day in _main(subject).get("also_born", [])
    ]
    main, record = _main(subject), listing.get("record") or {}
    held = subject.get("nationalities", [])
    return {
        "other_dates_of_birth": [born for born in further if born],
        "births": _births([main.get("born"), *main.get("also_born", [])]),
        "other_places_of_birth": main.get("also_born_at", []),
        "nationalities_as_written": [row["written"] for row in held if row.get("written")],
        "list_name": listing.get("list_name"),
        "updated_on": listing.get("updated_on", []),
        "un_resolutions": listing.get("resolutions", []),
        **un_record.public(record),
        "un_reference": listing.get("un_reference"),
        "un_resolution": listing.get("un_resolution"),
        "un_reference_date": listing.get("listed_on"),
        "summary": listing.get("remarks") or None,
        "profession": "; ".join(subject.get("designations", [])) or None,
        "adresses": subject.get("addresses", []),
        "identity_documents": [
            {
                "type": row.get("kind"),
                "nr": row.get("number"),
                "issuing_country_id": alpha2.get(row.get("issuer") or "", row.get("issuer")),
                "issued_on": row.get("issued_on"),
                "expiry_date": row.get("expires_on"),
                "remark": row.get("remark") or None,
            }
            for row in subject.get("documents", [])
        ],
    }


def _words(data: dict[str, Any]) -> list[str]:
    found = [data.get("name"), data.get("forename"), data.get("name_in_original_script")]
    found += [data.get("place_of_birth"), data.get("distinguishing_marks"), data.get("summary")]
    found += [row.get("charge") for row in data.get("arrest_warrants", [])]
    for alias in data.get("aliases", []):
        found += [alias["name"], alias["forename"], alias["name_in_original_script"]]
    return [word for word in found if word]
