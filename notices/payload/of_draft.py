"""Payload of a draft: what stands in the typed tables now, in the frozen shape."""

from datetime import date
from typing import Any

from cases import dates
from cases.models import CaseSubject, Identity
from cases.models import Subject as Record
from kernel import acting
from kernel.models import StoredFile
from notices.models import Charge, Notice, Particulars, Proceeding
from notices.payload import days, shape

WHAT_IT_SAYS = "what a notice says"


@acting.by_a_rule(WHAT_IT_SAYS)
def payload_of(notice: Notice) -> shape.Payload:
    """The whole notice as it stands in its tables; what is not known is missing or null."""
    return {
        "format": 1,
        "colour": notice.colour,
        "owner_office": notice.owner_office.code,
        "case": notice.case.reference if notice.case else None,
        "portfolios": sorted(notice.portfolios.values_list("pk", flat=True)),
        "purpose": notice.purpose,
        "classification": notice.classification,
        "handling_codes": list(notice.handling_codes),
        "second_language": notice.second_language,
        "subject": _subject(notice) if notice.subject else None,
        "proceeding": _proceeding(getattr(notice, "proceeding", None)),
        "caution": _text(notice.caution, notice.caution_second),
        "action": _text(notice.action, notice.action_second),
        "not_for": _not_for(notice),
        "public_extract": coded(notice.public_extract),
        "extract_fields": sorted(notice.extract_fields),
        "valid_until": _iso(notice.valid_until),
    }


@acting.by_a_rule(WHAT_IT_SAYS)
def photo_of(notice: Notice) -> StoredFile | None:
    """The photograph that the draft shows, if any."""
    return notice.photo.shown if notice.photo else None


def _not_for(notice: Notice) -> list[str] | None:
    if not notice.restrictions_chosen:
        return None
    return sorted(notice.not_for.values_list("code", flat=True))


def _subject(notice: Notice) -> shape.Subject:
    record = notice.subject
    assert record is not None
    more = getattr(notice, "particulars", None) or Particulars()
    return {
        "id": str(record.pk),
        "kind": coded(record.kind),
        "status_of_person": _status(notice),
        "identities": [_identity(row) for row in _identities(record)],
        "sex_id": coded(record.sex),
        "nationalities": [
            {"code": row.jurisdiction_id, "status": coded(row.status)}
            for row in record.nationalities.order_by("jurisdiction_id")
        ],
        "documents": _documents(record),
        "photos": _photos(notice, more),
        "biometrics": coded(list(more.held)),
        "father": more.father,
        "mother": more.mother,
        "height_cm": record.height_cm,
        "weight_kg": record.weight_kg,
        "build": more.build,
        "eyes_colors_id": list(record.eyes),
        "hairs_id": list(record.hair),
        "distinguishing_marks": record.distinguishing_marks,
        "languages_spoken_ids": list(record.languages),
        "warnings": list(record.warnings),
        "deceased": record.deceased,
        "minor_at_event": record.minor_at_event,
    }


def _status(notice: Notice) -> str | None:
    links = CaseSubject._base_manager.filter(case=notice.case_id, subject=notice.subject_id)
    return links.values_list("status_of_person", flat=True).first()


def _identities(record: Record) -> list[Identity]:
    return list(record.identities.order_by("rank", "id"))


def _identity(row: Identity) -> shape.Identity:
    born = days.day(row.birth_earliest, row.birth_latest, row.birth_text, row.birth_calendar)
    return {
        "label": coded(row.label),
        "as_written": row.as_written,
        "script": row.script,
        "romanised": row.romanised,
        "family_name": row.family_name,
        "forename": row.forename,
        "single_name": bool(row.family_name) != bool(row.forename) and " " not in row.as_written,
        "born": born,
        "place_of_birth": row.birth_place,
        "country_of_birth": row.birth_country_id,
        "quality": row.quality,
    }


def _documents(record: Record) -> list[shape.Document]:
    return [
        {
            "kind": row.kind,
            "number": row.number,
            "issuer": row.issuer_id,
            "issued_on": _iso(row.issued_on),
            "expires_on": _iso(row.expires_on),
            "status": row.status,
        }
        for row in record.documents.order_by("pk")
    ]


def _photos(notice: Notice, more: Particulars) -> list[shape.Photo]:
    photo = notice.photo
    if photo is None:
        return []
    return [
        {
            "file": str(photo.shown_id),
            "sha256": photo.shown.sha256,
            "good": more.photo_is_good,
            "taken": photo.taken,
            "source": photo.source,
        }
    ]


def _proceeding(row: Proceeding | None) -> shape.Proceeding | None:
    if row is None:
        return None
    return {
        "kind": coded(row.kind),
        "jurisdiction": row.jurisdiction_id,
        "charges": [_charge(charge) for charge in row.charges.select_related("offence")],
        "warrant": {
            "reference": row.warrant_reference,
            "issuer": row.warrant_issuer,
            "issuer_is_judicial": row.issuer_is_judicial,
            "appeal_possible": row.appeal_possible,
            "issued_on": _iso(row.warrant_issued_on),
            "copy_sha256": row.warrant_copy.sha256 if row.warrant_copy else None,
        },
        "facts": {
            "text": _text(row.facts, row.facts_second),
            "place": row.facts_place,
            "began": partial(row.facts_from),
            "ended": partial(row.facts_to),
        },
        "in_absentia": row.in_absentia if row.kind == Proceeding.Kind.SENTENCE else None,
        "limitation_date": _iso(row.limitation_date),
        "international_interest": row.international_interest,
        "assurances": {
            "extradition_will_be_sought": row.extradition_will_be_sought,
            "coordinated_with_extradition_authority": row.coordinated_with_extradition_authority,
            "authority_is_competent": row.authority_is_competent,
        },
    }


def _charge(row: Charge) -> shape.Charge:
    offence = row.offence
    return {
        "offence": offence.code if offence else None,
        "excluded_for_red": offence.excluded_for_red if offence else None,
        "title": _text(row.title, row.title_second),
        "law": row.law,
        "article": row.article,
        "law_text": row.law_text,
        "max_penalty": coded(row.max_penalty),
        "max_penalty_months": row.max_penalty_months,
        "sentence_months": row.sentence_months,
        "remaining_months": row.remaining_months,
    }


def partial(written: str) -> shape.Day | None:
    """A date as it was typed, as an interval; only its wording when it cannot be read."""
    if not written.strip():
        return None
    try:
        read = dates.parse(written)
    except dates.DateRefused:
        return days.day(None, None, written)
    return days.day(read.earliest, read.latest, written, read.calendar.value)


def _text(en: str, second: str) -> shape.Text:
    return {"en": en, "second": second}


def _iso(value: date | None) -> Any:
    return value.isoformat() if value else None


def coded(value: Any) -> Any:
    """A column with choices: the table keeps it to the values that the shape names."""
    return value
