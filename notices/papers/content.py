"""Content of a paper: the frozen payload of a notice as the printed document's plain values."""

from typing import Any

from central_offices.models import CentralOffice, Jurisdiction
from notices.models import Colour, Notice
from notices.papers import model
from notices.papers.rows import listed
from notices.papers.wording import table, wording
from notices.payload import days, un_record
from notices.payload.days import PartialDate
from notices.payload.shape import Identity, Payload, Proceeding, Subject, Text

# The languages that usually go with a script (ISO 15924); else the tag says "undetermined".
SCRIPTS = {
    "Arab": "ar",
    "Armn": "hy",
    "Beng": "bn",
    "Cyrl": "ru",
    "Deva": "hi",
    "Ethi": "am",
    "Geor": "ka",
    "Grek": "el",
    "Hang": "ko",
    "Hani": "zh",
    "Hans": "zh",
    "Hant": "zh",
    "Hebr": "he",
    "Hira": "ja",
    "Jpan": "ja",
    "Kana": "ja",
    "Kore": "ko",
    "Taml": "ta",
    "Thai": "th",
}
DOCUMENTS = {"PASSPORT", "ID_CARD", "DRIVING_LICENCE", "RESIDENCE", "TRAVEL", "OTHER"}
Countries = dict[str, model.Text]


def sheet(
    notice: Notice, payload: Payload, *, second_language: str, control: model.Control | None
) -> model.Paper:
    """The paper of a payload; without `control` it is a proof."""
    subject, of_un = payload.get("subject"), payload["colour"] == Colour.UN
    names = _countries(payload, second_language)
    office = CentralOffice.objects.get(code=payload["owner_office"])
    return model.Paper(
        colour=payload["colour"],
        second_language=second_language,
        reference=notice.reference or notice.un_reference or "–",
        asked_by=_security_council(second_language) if of_un else _office(office, second_language),
        classification=("OFFICIAL", "RESTRICTED", "CONFIDENTIAL")[payload["classification"]],
        published_on=_moment(notice.published_at),
        valid_to=days.printed_day(notice.valid_until.isoformat() if notice.valid_until else None),
        warnings=_warnings(subject),
        warning_text=_text(payload.get("caution")),
        subject=_subject(subject, names) if subject else None,
        judicial=_judicial(payload.get("proceeding"), names),
        listing=_listing(payload),
        sections=_sections(payload),
        owner_leaves_on=None if of_un else _moment(office.left_on),
        owner_has_left=not of_un and office.has_left,
        state="PUBLISHED" if control else "PROOF",
        for_public=of_un,
        text_language=payload.get("second_language", ""),
        control=control,
    )


def name_of(identity: Identity) -> model.Name:
    """A name in Latin letters and in its own script."""
    written, script = identity.get("as_written", ""), identity.get("script", "Latn")
    latin, original, language = identity.get("romanised", ""), written, SCRIPTS.get(script, "und")
    if script == "Latn":
        latin, original, language = latin or written, "", ""
    return model.Name(
        latin,
        original,
        language,
        quality=_quality(identity),
        note=identity.get("note", ""),
        former=identity.get("quality") == "FKA",
    )


def known_shades(codes: list[str]) -> tuple[str, ...]:
    """Colours of eyes or hair, without those that say that nothing is known."""
    known = table("en")
    return tuple(code for code in codes if f"shade.{code}" in known)


def _office(office: CentralOffice, second: str) -> model.Text:
    name = office.names["en"]
    return model.Text(
        f"{name} ({office.code})", f"{office.names.get(second) or name} ({office.code})"
    )


def _security_council(second: str) -> model.Text:
    return model.Text(*(wording("word.security_council", one) for one in ("en", second)))


def _quality(identity: Identity) -> str:
    quality = identity.get("quality", "")
    return quality if quality in {"GOOD", "LOW"} else ""


def _countries(payload: Payload, second: str) -> Countries:
    """The names of the countries that the payload names by code, in both languages."""
    subject = payload.get("subject") or Subject()
    codes = {row.get("code") for row in subject.get("nationalities", [])}
    codes |= {row.get("issuer") for row in subject.get("documents", [])}
    codes |= {row.get("country_of_birth") for row in subject.get("identities", [])}
    codes.add((payload.get("proceeding") or Proceeding()).get("jurisdiction"))
    rows = Jurisdiction.objects.filter(pk__in=[code for code in codes if code])
    return {
        row.code: model.Text(row.names["en"], row.names.get(second) or row.names["en"])
        for row in rows
    }


def _subject(subject: Subject, names: Countries) -> model.Subject:
    parents = [subject.get("father", ""), subject.get("mother", "")]
    photo = next(iter(subject.get("photos", [])), None) or {}
    return model.Subject(
        identities=_identities(subject, names),
        parents=", ".join(filter(None, parents)),
        build=_build(subject),
        eyes=known_shades(subject.get("eyes_colors_id", [])),
        hair=known_shades(subject.get("hairs_id", [])),
        marks=subject.get("distinguishing_marks", ""),
        languages=tuple(subject.get("languages_spoken_ids", [])),
        on_file=tuple(subject.get("biometrics", [])),
        addresses=tuple(subject.get("addresses", [])),
        designations=tuple(subject.get("designations", [])),
        photo_caption=", ".join(filter(None, (photo.get("taken"), photo.get("source")))),
    )


def _identities(subject: Subject, names: Countries) -> tuple[model.Identity, ...]:
    """The main identity with the aliases of no other content, and the others for themselves."""
    rows = subject.get("identities", [])
    plain = [row for row in rows[1:] if _is_plain_alias(row)]
    others = [row for row in rows[1:] if not _is_plain_alias(row)]
    main = _identity(rows[0], plain, subject, names) if rows else model.Identity()
    return (main, *(_identity(row, [], None, names) for row in others))


def _is_plain_alias(row: Identity) -> bool:
    more = row.get("born") or row.get("place_of_birth") or row.get("country_of_birth")
    return row.get("label") == "ALIAS" and not more


def _identity(
    row: Identity, aliases: list[Identity], subject: Subject | None, names: Countries
) -> model.Identity:
    born = [days.printed(value) for value in (row.get("born"), *row.get("also_born", []))]
    return model.Identity(
        label="" if subject else row.get("label", ""),
        names=tuple(name_of(name) for name in (row, *aliases)),
        born=tuple(value for value in born if value),
        birth_places=_birth_places(row, names),
        sex=_sex(subject),
        nationalities=tuple(
            _country(held.get("code", ""), names, held.get("written", ""))
            for held in (subject or Subject()).get("nationalities", [])
        ),
        documents=tuple(
            _document(held, names) for held in (subject or Subject()).get("documents", [])
        ),
    )


def _sex(subject: Subject | None) -> str:
    known = subject is not None and subject.get("kind") != "ORGANIZATION"
    return subject.get("sex_id", "") if known and subject else ""


def _birth_places(row: Identity, names: Countries) -> tuple[model.Text, ...]:
    code, place = row.get("country_of_birth") or "", row.get("place_of_birth") or ""
    country = names.get(code, model.Text(code, code))
    main = model.Text(listed("en", place, country.en), listed("en", place, country.second))
    others = (model.Text(written) for written in row.get("also_born_at", []))
    return tuple(told for told in (main, *others) if told.en)


def _country(code: str, names: Countries, written: str = "") -> model.Country:
    name = names.get(code) or model.Text(written, written)
    return model.Country(code, name.en, name.second)


def _document(row: Any, names: Countries) -> model.Document:
    kind = row.get("kind", "")
    coded = kind.upper().replace(" ", "_")
    return model.Document(
        number=row.get("number", ""),
        kind=coded if coded in DOCUMENTS else "OTHER",
        kind_written="" if coded in DOCUMENTS else kind,
        issuer=_country(code, names) if (code := row.get("issuer")) else None,
        issued=days.printed_day(row.get("issued_on")),
        expires=days.printed_day(row.get("expires_on")),
        status=row.get("status", ""),
        remark=row.get("remark", ""),
    )


def _build(subject: Subject) -> str:
    height, weight = subject.get("height_cm"), subject.get("weight_kg")
    sizes = [f"{height} cm" if height else "", f"{weight} kg" if weight else ""]
    return ", ".join(filter(None, (*sizes, subject.get("build", ""))))


def _warnings(subject: Subject | None) -> tuple[str, ...]:
    known = table("en")
    codes = (subject or Subject()).get("warnings", [])
    return tuple(code for code in codes if f"warning.{code}" in known)


def _judicial(row: Proceeding | None, names: Countries) -> model.Judicial | None:
    if not row:
        return None
    warrant, facts = row.get("warrant", {}), row.get("facts", {})
    times = [days.printed(facts.get("began")), days.printed(facts.get("ended"))]
    charges = row.get("charges", [])
    return model.Judicial(
        kind=row.get("kind", "PROSECUTION"),
        charges=tuple(_charge(charge) for charge in charges),
        in_absentia=row.get("in_absentia"),
        warrant=warrant.get("reference", ""),
        warrant_issuer=warrant.get("issuer", ""),
        warrant_on=days.printed_day(warrant.get("issued_on")),
        warrant_copy_held=bool(warrant.get("copy_sha256")),
        time_bar=days.printed_day(row.get("limitation_date")),
        warrant_country=names.get(row.get("jurisdiction") or "", model.Text()),
        facts_place=facts.get("place", ""),
        facts_time=tuple(day for day in times if day),
        interest=row.get("international_interest", ""),
        extradition_sought=row.get("assurances", {}).get("extradition_will_be_sought", False),
    )


def _charge(row: Any) -> model.Charge:
    special = row.get("max_penalty") if row.get("max_penalty") in {"LIFE", "DEATH"} else ""
    months = row.get("max_penalty_months")
    stated = special or months is not None
    return model.Charge(
        text=_text(row.get("title")),
        law=", ".join(filter(None, (row.get("law"), row.get("article")))),
        max_penalty=model.Penalty(None if special else months, special) if stated else None,
        sentence=_length(row.get("sentence_months")),
        remaining=_length(row.get("remaining_months")),
    )


def _length(months: int | None) -> model.Penalty | None:
    return None if months is None else model.Penalty(months)


def _listing(payload: Payload) -> model.Listing | None:
    row = payload.get("listing")
    if not row:
        return None
    updated = [days.printed_day(day) for day in row.get("updated_on", [])]
    return model.Listing(
        list_name=row.get("list_name", ""),
        listed_on=days.printed_day(row.get("listed_on")) or PartialDate(),
        updated_on=tuple(day for day in updated if day),
        resolutions=tuple(str(number) for number in row.get("resolutions", [])),
        remarks=row.get("remarks", ""),
        further=tuple(un_record.further(row.get("record") or {})),
    )


def _sections(payload: Payload) -> tuple[model.Section, ...]:
    facts = _text((payload.get("proceeding") or Proceeding()).get("facts", {}).get("text"))
    parts = (("facts", facts), ("action", _text(payload.get("action"))))
    return tuple(model.Section(heading, text) for heading, text in parts if text.en)


def _text(value: Text | None) -> model.Text:
    return model.Text((value or {}).get("en", ""), (value or {}).get("second", ""))


def _moment(at: Any) -> PartialDate | None:
    return PartialDate(at.year, at.month, at.day) if at else None
