"""Fields of a frozen notice, each with its label and how one value of it reads in words."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import dates
from cases.models import CaseSubject, IdDocument, Identity, Nationality, Offence
from cases.models import Subject as Record
from central_offices.models import (
    CentralOffice,
    Classification,
    HandlingCode,
    Jurisdiction,
    Purpose,
    in_language,
)
from notices.models import Charge, ExtractField, Notice, Proceeding, SecondLanguage
from notices.payload import days
from policies.models import Portfolio


class Field(NamedTuple):
    """A field of the payload: its path, its label, and how one value of it reads."""

    path: str
    label: Promise
    words: Callable[[Any], str]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _both(value: Any) -> str:
    """A text in English and in the second language."""
    return " · ".join(filter(None, (value.get("en", ""), value.get("second", ""))))


def _yes_no(value: Any) -> str:
    return "" if value is None else gettext("Yes") if value else gettext("No")


def _held(value: Any) -> str:
    return _yes_no(bool(value))


def _day(value: Any) -> str:
    return date_format(date.fromisoformat(value), "j M Y") if value else ""


def _partial(value: Any) -> str:
    """A day as far as it is known, with how it was written if that says more."""
    if not value:
        return ""
    if read := days.said(value):
        return dates.in_words(read)
    year, month, day = days.parts(value)
    if year:
        style = "j M Y" if day else "M Y" if month else "Y"
        known = date_format(date(year, month or 1, day or 1), style)
    else:
        ends = [_day(end) for end in (value.get("earliest"), value.get("latest")) if end]
        known = " – ".join(dict.fromkeys(ends))
    ours = value.get("calendar", "gregorian") == "gregorian"
    written = "" if year and ours else value.get("written", "")
    return f"{known} ({written})" if known and written else known or written


def _label(choices: Any) -> Callable[[Any], str]:
    def words(value: Any) -> str:
        """The label of a code; a code of no list stands as it is written."""
        found = {row.value: str(row.label) for row in choices}
        return "" if value is None else found.get(value, str(value))

    return words


def _named(model: Any, key: str) -> Callable[[Any], str]:
    def words(value: Any) -> str:
        """The name of a row that the payload names by code, with the code."""
        row = model.objects.filter(**{key: value}).first() if value else None
        return f"{in_language(row.names)} ({value})" if row else _text(value)

    return words


_country, _office = _named(Jurisdiction, "pk"), _named(CentralOffice, "code")


def _identity(row: Any) -> str:
    place = ", ".join(
        filter(None, (row.get("place_of_birth"), _country(row.get("country_of_birth"))))
    )
    names = dict.fromkeys((row.get("as_written"), row.get("romanised")))
    label = _label(Identity.Label)(row.get("label"))
    return " · ".join(filter(None, (*names, label, _partial(row.get("born")), place)))


def _nationality(row: Any) -> str:
    held = _country(row.get("code")) or row.get("written", "")
    return " · ".join(filter(None, (held, _label(Nationality.Status)(row.get("status")))))


def _document(row: Any) -> str:
    kind = _label(IdDocument.Kind)(row.get("kind"))
    days = [_day(row.get("issued_on")), _day(row.get("expires_on"))]
    span = " – ".join(filter(None, days))
    status = _label(IdDocument.Status)(row.get("status"))
    return " · ".join(
        filter(None, (row.get("number"), kind, _country(row.get("issuer")), span, status))
    )


def _photo(row: Any) -> str:
    good = gettext("Can the person be known by this photograph?")
    said = _yes_no(row.get("good")) or gettext("Not said")
    return " · ".join(filter(None, (row.get("taken"), row.get("source"), f"{good} {said}")))


def _excluded(value: Any) -> str:
    return "" if value is None else value or gettext("Not excluded")


FIELDS: tuple[Field, ...] = (
    Field("subject.kind", _("Kind"), _label(Record.Kind)),
    Field("subject.status_of_person", _("Status in the case"), _label(CaseSubject.Status)),
    Field("subject.identities", _("Identities"), _identity),
    Field("subject.nationalities", _("Nationalities"), _nationality),
    Field("subject.documents", _("Documents"), _document),
    Field("subject.photos", _("Photograph"), _photo),
    Field("subject.deceased", _("Deceased"), _yes_no),
    Field("subject.minor_at_event", _("Minor at the time of the facts"), _yes_no),
    Field("proceeding.kind", _("Wanted"), _label(Proceeding.Kind)),
    Field("proceeding.jurisdiction", _("Country of the warrant"), _country),
    Field("proceeding.charges.title", _("Charge"), _both),
    Field("proceeding.charges.offence", _("In the catalogue"), _named(Offence, "code")),
    Field("proceeding.charges.excluded_for_red", _("Excluded from red notices"), _excluded),
    Field("proceeding.charges.law", _("Law"), _text),
    Field("proceeding.charges.article", _("Article"), _text),
    Field("proceeding.charges.law_text", _("Wording of the law"), _text),
    Field("proceeding.charges.max_penalty", _("Maximum penalty"), _label(Charge.Penalty)),
    Field("proceeding.charges.max_penalty_months", _("Maximum in months"), _text),
    Field("proceeding.charges.sentence_months", _("Sentence in months"), _text),
    Field("proceeding.charges.remaining_months", _("Months still to serve"), _text),
    Field("proceeding.warrant.reference", _("Number of the warrant or judgment"), _text),
    Field("proceeding.warrant.issuer", _("Issued by"), _text),
    Field("proceeding.warrant.issued_on", _("Issued on"), _day),
    Field("proceeding.warrant.issuer_is_judicial", _("The issuer is a judge or court"), _yes_no),
    Field(
        "proceeding.warrant.appeal_possible",
        _("A court can be appealed to against the warrant"),
        _yes_no,
    ),
    Field("proceeding.warrant.copy_sha256", _("Copy of the warrant"), _held),
    Field("proceeding.in_absentia", _("Tried in absence"), _yes_no),
    Field("proceeding.limitation_date", _("Time-barred from"), _day),
    Field("proceeding.facts.place", _("Where"), _text),
    Field("proceeding.facts.began", _("From"), _partial),
    Field("proceeding.facts.ended", _("To"), _partial),
    Field("proceeding.international_interest", _("Why other countries are concerned"), _text),
    Field(
        "proceeding.assurances.extradition_will_be_sought",
        _("Extradition will be sought when the person is arrested (RPD art. 84)"),
        _yes_no,
    ),
    Field(
        "proceeding.assurances.coordinated_with_extradition_authority",
        _("The authority responsible for extradition has agreed"),
        _yes_no,
    ),
    Field(
        "proceeding.assurances.authority_is_competent",
        _("The authority that issued the warrant is competent for it"),
        _yes_no,
    ),
    Field("purpose", _("Purpose"), _label(Purpose)),
    Field("portfolios", _("Portfolios"), _named(Portfolio, "pk")),
    Field("case", _("Case"), _text),
    Field("classification", _("Level"), _label(Classification)),
    Field("handling_codes", _("Conditions of use"), _label(HandlingCode)),
    Field("not_for", _("Offices that must not see it"), _office),
    Field(
        "public_extract",
        _("May the public see an extract?"),
        lambda value: _label(Notice.PublicExtract)(value) if value else "",
    ),
    Field("extract_fields", _("Fields"), _label(ExtractField)),
    Field("valid_until", _("Wanted until"), _day),
    Field("second_language", _("Second language of the document"), _label(SecondLanguage)),
)
