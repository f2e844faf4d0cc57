"""Layout of a `Paper`: band, head, groups of facts and texts, as its template prints them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from kernel.pdf.printing import direction
from kernel.templatetags.iisa import MARKS
from kernel.wording import language_name
from notices.papers import model
from notices.papers.model import Paper, Text
from notices.papers.rows import (
    Line,
    Piece,
    Row,
    Wordings,
    country,
    date,
    listed,
    name,
    penalty,
    plain,
)
from notices.papers.wording import wording
from notices.payload.days import PartialDate, printed_day

# Of the emblem, where white can't be read on the band. An SVG doesn't inherit its colour here.
INKS = {"YELLOW": "#241c00", "SILVER": "#181c20", "UN": "#03202d"}
DOUBTFUL = ("LOST", "STOLEN", "REVOKED", "EXPIRED", "COUNTERFEIT")
STOPPED = ("SUSPENDED", "CANCELLED")


@dataclass(frozen=True)
class Band:
    """The coloured band: its title and purpose in both languages, and its letter."""

    style: str
    title: Text
    purpose: Text
    letter: str
    ink: str
    stopped: Text | None = None
    stopped_on: Text = Text()


@dataclass(frozen=True)
class Group:
    """Rows under a heading."""

    heading: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Heading:
    """The person or thing of the notice: the romanised name, the original and its language."""

    name: model.Name
    direction: str
    rows: tuple[Row, ...]
    caption: str


def context(sheet: Paper) -> dict[str, Any]:
    """Return what `templates/pdf/notice.html` prints for a paper, but its pictures."""
    words = Wordings(sheet.second_language)
    return {
        "paper": sheet,
        "second": sheet.second_language,
        "second_direction": direction(sheet.second_language),
        "band": _band(sheet, words),
        "level": words(f"level.{sheet.classification}"),
        "audience": words("level.public" if sheet.for_public else "level.police"),
        "agency": words("heading.agency"),
        "cells": _cells(sheet, words),
        "owner_left": _owner_left(sheet, words),
        "warnings": [words(f"warning.{code}") for code in sheet.warnings],
        "person": _person(sheet, words),
        "groups": list(_groups(sheet, words)),
        "sections": [(words(f"heading.{part.heading}"), part.text) for part in sheet.sections],
        "words": {key: words(f"note.{key}") for key in ("english_only", "void", "consent", "check")}
        | {"draft": words("note.draft"), "proof": words("state.PROOF")}
        | {"do_not_act": words("state.do_not_act"), "photo": words("word.photo")},
        "text_hash": _spaced(sheet.control.text_sha256[:12]) if sheet.control else "",
    }


def _owner_left(sheet: Paper, words: Wordings) -> Text | None:
    """Say that the office that asked has left or leaves, from when on, and whom to ask."""
    if sheet.owner_leaves_on is None:
        return None
    key = "note.owner_left" if sheet.owner_has_left else "note.owner_leaves"
    day = sheet.owner_leaves_on
    return words.told(lambda language: wording(key, language) % {"date": date(day, language)})


def _band(sheet: Paper, words: Wordings) -> Band:
    reason = sheet.judicial.kind if sheet.colour == "RED" and sheet.judicial else sheet.colour
    purpose = words(f"purpose.{'PROSECUTION' if reason == 'RED' else reason}")
    stopped = words(f"state.{sheet.state}") if sheet.state in STOPPED else None
    return Band(
        style="stopped" if stopped else sheet.colour.lower(),
        title=words(f"colour.{sheet.colour}"),
        purpose=purpose,
        letter=MARKS[sheet.colour],
        ink="#17191c" if stopped else INKS.get(sheet.colour, "#ffffff"),
        stopped=stopped,
        stopped_on=_dated(sheet.state_on, words),
    )


def _cells(sheet: Paper, words: Wordings) -> list[tuple[Text, tuple[Line, ...], str]]:
    listed = sheet.listing
    reference = "un_reference" if listed else "reference"
    by = "listed_by" if listed else "asked_by"
    last = ("listed_on", listed.listed_on) if listed else ("valid_to", sheet.valid_to)
    return [
        (words(f"heading.{reference}"), ((Piece(sheet.reference),),), "ref"),
        (words(f"heading.{by}"), _apart(sheet.asked_by, words), "wide"),
        (words("heading.published"), _apart(_dated(sheet.published_on, words), words), ""),
        (words(f"heading.{last[0]}"), _apart(_dated(last[1], words), words), ""),
    ]


def _apart(said: Text, words: Wordings) -> tuple[Line, ...]:
    """Return both languages below each other."""
    line = words.both(said) if said.en else (Piece("–"),)
    return tuple((piece,) for piece in line if piece.style != "quiet")


def _dated(value: PartialDate | None, words: Wordings) -> Text:
    return words.told(lambda language: date(value, language))


def _dates(values: Iterable[PartialDate | None], words: Wordings) -> list[Line]:
    return [words.both(_dated(value, words)) for value in values]


def _coded(part: str, codes: Iterable[str], words: Wordings) -> list[Line]:
    """Return the wordings of several codes in one line."""
    keys = [f"{part}.{code}" for code in codes]
    said = words.told(lambda lang: listed(lang, *(wording(key, lang) for key in keys)))
    return [words.both(said)]


def _person(sheet: Paper, words: Wordings) -> Heading | None:
    if not sheet.subject or not sheet.subject.identities:
        return None
    main = sheet.subject.identities[0]
    called = main.names[0] if main.names else model.Name(romanised="–")
    rows = [*_names(main.names[1:], words), *_identity(main, words)]
    return Heading(
        name=called,
        direction=direction(called.language or "und"),
        rows=(*rows, *_description(sheet.subject, words)),
        caption=sheet.subject.photo_caption,
    )


def _groups(sheet: Paper, words: Wordings) -> Iterator[Group]:
    others = sheet.subject.identities[1:] if sheet.subject else ()
    for identity in others:
        rows = [*_other_names(identity.names, words)]
        yield Group(_labelled(identity, words), (*rows, *_identity(identity, words)))
    if sheet.judicial:
        yield Group(words("heading.judicial"), tuple(_judicial(sheet, sheet.judicial, words)))
    if sheet.listing:
        yield Group(words("heading.listing"), tuple(_listing(sheet.listing, words)))


def _labelled(identity: model.Identity, words: Wordings) -> Text:
    heading = words("heading.other_identity")
    if not identity.label:
        return heading
    kind = words(f"identity.{identity.label}")
    return Text(f"{heading.en}: {kind.en}", f"{heading.second}: {kind.second}")


def _names(names: tuple[model.Name, ...], words: Wordings) -> Iterator[Row]:
    for key, quality in (("also_known_as", ""), ("good_alias", "GOOD"), ("low_alias", "LOW")):
        called = [name(one, words) for one in names if one.quality == quality]
        yield from words.row(key, called)


def _other_names(names: tuple[model.Name, ...], words: Wordings) -> Iterator[Row]:
    """Each name of another identity, with its quality where a list states it."""
    labels = {"GOOD": "good_alias", "LOW": "low_alias"}
    for called in names:
        yield from words.row(labels.get(called.quality, "name"), [name(called, words)])


def _identity(identity: model.Identity, words: Wordings) -> Iterator[Row]:
    yield from words.row("born", _dates(identity.born, words))
    yield from words.row("place_of_birth", map(words.both, identity.birth_places))
    if identity.sex:
        yield from words.row("sex", [words.line(f"sex.{identity.sex}")])
    yield from words.row("nationality", [country(held, words) for held in identity.nationalities])
    yield from words.row("documents", [_document(held, words) for held in identity.documents])


def _description(subject: model.Subject, words: Wordings) -> Iterator[Row]:
    yield from words.row("parents", plain(subject.parents))
    yield from words.row("build", plain(subject.build))
    yield from words.row("eyes", _coded("shade", subject.eyes, words))
    yield from words.row("hair", _coded("shade", subject.hair, words))
    yield from words.row("marks", plain(subject.marks))
    yield from words.row("languages", [words.both(words.told(partial(_spoken, subject)))])
    yield from words.row("on_file", _coded("held", subject.on_file, words))
    yield from words.row("last_seen", plain(subject.last_seen))
    yield from words.row("designations", plain(*subject.designations))
    yield from words.row("addresses", plain(*subject.addresses))


def _spoken(subject: model.Subject, language: str) -> str:
    return listed(language, *(language_name(code, language) for code in subject.languages))


def _document(value: model.Document, words: Wordings) -> Line:
    def told(language: str) -> str:
        kind = value.kind_written or wording(f"document.{value.kind}", language)
        parts = [kind, _issuer(value.issuer, language)]
        for key, day in (("word.issued", value.issued), ("word.until", value.expires)):
            parts += [f"{wording(key, language)} {date(day, language)}"] if day else []
        bad = value.status in DOUBTFUL
        parts += [wording(f"document.{value.status}", language)] if bad else []
        return listed(language, *parts)

    remark = (Piece(f". {value.remark}"),) if value.remark else ()
    return (
        Piece(value.number, style="mono"),
        Piece(" "),
        *words.both(words.told(told)),
        *remark,
    )


def _issuer(country: model.Country | None, language: str) -> str:
    if country is None:
        return ""
    name = country.name if language == "en" else country.second or country.name
    return f"{name} ({country.code})" if name else country.code


def _judicial(sheet: Paper, value: model.Judicial, words: Wordings) -> Iterator[Row]:
    for charge in value.charges:
        second = (Piece(charge.text.second, sheet.text_language or words.second),)
        yield from words.row("charge", [(Piece(charge.text.en),), second])
        yield from words.row("law", plain(charge.law))
        for key in ("max_penalty", "sentence", "remaining"):
            yield from words.row(key, [penalty(getattr(charge, key), words)])
    if value.in_absentia is not None:
        answer = "word.yes" if value.in_absentia else "word.no"
        yield from words.row("in_absentia", [words.line(answer)])
    yield from words.row("warrant", [_warrant(value, words)])
    yield from words.row("warrant_country", [words.both(value.warrant_country)])
    told = [*_dates([value.time_bar], words), *plain(value.time_bar_text)]
    yield from words.row("time_bar", told)
    yield from words.row("facts_place", plain(value.facts_place))
    yield from words.row("facts_time", [_days(value.facts_time, words, between=" – ")])
    yield from words.row("interest", plain(value.interest))
    if value.extradition_sought:
        yield from words.row("extradition_sought", [words.line("word.yes")])


def _warrant(value: model.Judicial, words: Wordings) -> Line:
    if not value.warrant:
        return ()

    def told(language: str) -> str:
        copy = wording("word.copy_held", language) if value.warrant_copy_held else ""
        return listed(language, date(value.warrant_on, language), copy)

    known = words.told(told)
    more = (Piece(", "), *words.both(known)) if known.en else ()
    issuer = (Piece(f", {value.warrant_issuer}"),) if value.warrant_issuer else ()
    return (Piece(value.warrant, style="mono"), *issuer, *more)


def _listing(value: model.Listing, words: Wordings) -> Iterator[Row]:
    yield from words.row("list", plain(value.list_name))
    yield Row(words("heading.listed_on"), tuple(_dates([value.listed_on], words)))
    yield from words.row("resolutions", plain(", ".join(value.resolutions)))
    yield from words.row("updated_on", [_days(value.updated_on, words)])
    for part in value.further:
        if part.label:
            known = [day for iso in part.days if (day := printed_day(iso))]
            yield from words.row(part.label, [_days(known, words), *plain(part.text)])
    unknown = [part.text for part in value.further if not part.label]
    yield from words.row("remarks", plain(value.remarks, *unknown))


def _days(values: Iterable[PartialDate], words: Wordings, between: str = "; ") -> Line:
    """Return several days in one line."""
    return words.both(words.told(lambda lang: between.join(date(day, lang) for day in values)))


def _spaced(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
