"""Layout of a `Paper`: band, head, groups of facts and texts, as its template prints them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kernel.pdf.printing import direction
from kernel.templatetags.iisa import MARKS
from notices.papers import model
from notices.papers.model import Paper, Text
from notices.papers.rows import Line, Piece, Row, Wordings, country, date, name, penalty, plain

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
    stopped_on: str = ""


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
        "warnings": [words(f"warning.{code}") for code in sheet.warnings],
        "person": _person(sheet, words),
        "groups": list(_groups(sheet, words)),
        "sections": [(words(f"heading.{part.heading}"), part.text) for part in sheet.sections],
        "words": {key: words(f"note.{key}") for key in ("english_only", "void", "consent", "check")}
        | {"draft": words("note.draft"), "proof": words("state.PROOF")}
        | {"do_not_act": words("state.do_not_act"), "photo": words("word.photo")},
        "text_hash": _spaced(sheet.control.text_sha256[:12]) if sheet.control else "",
    }


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
        stopped_on=date(sheet.state_on),
    )


def _cells(sheet: Paper, words: Wordings) -> list[tuple[Text, str, str]]:
    listed = sheet.listing
    reference = "un_reference" if listed else "reference"
    by = "listed_by" if listed else "asked_by"
    last = ("listed_on", listed.listed_on) if listed else ("valid_to", sheet.valid_to)
    return [
        (words(f"heading.{reference}"), sheet.reference, "ref"),
        (words(f"heading.{by}"), sheet.asked_by, "wide"),
        (words("heading.published"), date(sheet.published_on) or "–", ""),
        (words(f"heading.{last[0]}"), date(last[1]) or "–", ""),
    ]


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
        yield from words.row(key, [name(called) for called in names if called.quality == quality])


def _other_names(names: tuple[model.Name, ...], words: Wordings) -> Iterator[Row]:
    """Each name of another identity, with its quality where a list states it."""
    labels = {"GOOD": "good_alias", "LOW": "low_alias"}
    for called in names:
        yield from words.row(labels.get(called.quality, "name"), [name(called)])


def _identity(identity: model.Identity, words: Wordings) -> Iterator[Row]:
    yield from words.row("born", plain(*(date(value) for value in identity.born)))
    yield from words.row("place_of_birth", plain(*identity.birth_places))
    if identity.sex:
        yield from words.row("sex", [words.line(f"sex.{identity.sex}")])
    yield from words.row("nationality", [country(held, words) for held in identity.nationalities])
    yield from words.row("documents", [_document(held, words) for held in identity.documents])


def _description(subject: model.Subject, words: Wordings) -> Iterator[Row]:
    for key in ("parents", "build", "eyes", "hair", "marks"):
        yield from words.row(key, plain(getattr(subject, key)))
    yield from words.row("languages", plain(", ".join(subject.languages)))
    yield from words.row("on_file", plain(subject.on_file))
    yield from words.row("last_seen", plain(subject.last_seen))
    yield from words.row("designations", plain(*subject.designations))
    yield from words.row("addresses", plain(*subject.addresses))


def _document(value: model.Document, words: Wordings) -> Line:
    kind = value.kind_written or words(f"document.{value.kind}").en
    bad = value.status in DOUBTFUL
    issuer = f", {country(value.issuer, words)[0].text}" if value.issuer else ""
    issued = f", issued {date(value.issued)}" if value.issued else ""
    until = f", {words('word.until').en} {date(value.expires)}" if value.expires else ""
    status = f", {words(f'document.{value.status}').en}" if bad else ""
    remark = f". {value.remark}" if value.remark else ""
    return (
        Piece(value.number, style="mono"),
        Piece(f" {kind}{issuer}{issued}{until}{status}{remark}"),
    )


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
    yield from words.row("warrant_country", plain(value.warrant_country))
    yield from words.row("time_bar", plain(date(value.time_bar), value.time_bar_text))
    yield from words.row("facts_place", plain(value.facts_place))
    yield from words.row("facts_time", plain(" – ".join(date(day) for day in value.facts_time)))
    yield from words.row("interest", plain(value.interest))
    if value.extradition_sought:
        yield from words.row("extradition_sought", [words.line("word.yes")])


def _warrant(value: model.Judicial, words: Wordings) -> Line:
    if not value.warrant:
        return ()
    told = [part for part in (value.warrant_issuer, date(value.warrant_on)) if part]
    told += [words("word.copy_held").en] if value.warrant_copy_held else []
    return (Piece(value.warrant, style="mono"), Piece("".join(f", {part}" for part in told)))


def _listing(value: model.Listing, words: Wordings) -> Iterator[Row]:
    yield from words.row("list", plain(value.list_name))
    yield Row(words("heading.listed_on"), tuple(plain(date(value.listed_on))))
    yield from words.row("resolutions", plain(", ".join(value.resolutions)))
    yield from words.row("updated_on", plain("; ".join(date(day) for day in value.updated_on)))
    yield from words.row("remarks", plain(value.remarks, *value.further))


def _spaced(digits: str) -> str:
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
