"""Notices about persons of the cases: frozen versions, reviews, public extracts, name keys.

The frozen version has the shape of `notices.payload.shape`; title, names, digest and extract are
made of it by the product's own functions.
"""

import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench.world import rows
from bench.world.plan import NOTICE, Office, Plan
from bench.world.rows import NULL, Lines, columns_of, line_of
from cases.names import KEY_VERSION
from kernel.who_reads import audiences

if TYPE_CHECKING:
    from bench.world.cases import Person

IN_FORTY = 3  # of forty cases three have a notice
COLOURS = ["RED"] * 65 + ["YELLOW"] * 15 + ["BLUE"] * 11 + ["GREEN"] * 5 + ["BLACK", "PURPLE"] * 2
STATUSES = (
    ["PUBLISHED"] * 70 + ["DELETED"] * 10 + ["CANCELLED"] * 5 + ["EXPIRED"] * 5 + ["REFUSED"] * 3
    + ["DRAFT"] * 3 + ["RETURNED"] * 2 + ["REQUESTED"] * 2
)  # fmt: skip
PUBLIC = {"RED": 0.6, "YELLOW": 0.8}
NEVER_PUBLIC = {"VICTIM", "WITNESS"}
ENDED = {"DELETED", "CANCELLED", "EXPIRED", "REFUSED"}
REACHED_ALL = {"PUBLISHED", "DELETED", "CANCELLED", "EXPIRED"}
FIELDS = ["NAMES", "BORN", "SEX", "NATIONALITY", "CHARGE", "WARRANT_COUNTRY"]
ITEM = "id, automatic, automatic_reason, refusals, result, comment, condition_id, review_id"
YEARS_VALID = 5
CHARGES = ["Fraud", "Theft", "Smuggling of goods", "Forgery of documents", "Money laundering"]


class Notices:
    """The notices of one chunk of cases, as lines of COPY."""

    def __init__(self, plan: Plan, number: int, name_keys: list[str]) -> None:
        self.plan, self.chance = plan, random.Random(f"notices/{number}")
        self.name_keys = name_keys
        self.of: dict[Any, list[str]] = {}
        self.items: list[str] = []

    def has(self, case: int) -> bool:
        return case * IN_FORTY // 40 != (case + 1) * IN_FORTY // 40

    def lines(self) -> Lines:
        return {
            f"{model._meta.db_table} ({columns_of(model)})": made for model, made in self.of.items()
        } | {f"notices_reviewitem ({ITEM})": self.items}

    def keep(self, row: Any) -> None:
        self.of.setdefault(type(row), []).append(line_of(row))

    def add(self, place: int, case: str, person: "Person") -> None:
        from notices.models import NoticeVersion
        from notices.payload import freeze

        chance, plan = self.chance, self.plan
        office, colour, status = plan.office(place), chance.choice(COLOURS), chance.choice(STATUSES)
        notice = self._notice(place, case, person, colour, status)
        if colour == "RED" and person.status in NEVER_PUBLIC:
            notice.colour = colour = "BLUE"
        payload = _payload(plan, notice, office, plan.reference(place), person)
        notice.title = freeze.title_of(payload)
        notice.sort_key = notice.title.casefold()[:200]
        if status != "DRAFT":
            version = NoticeVersion(
                pk=rows.uuid7(plan.at(place), NOTICE | place << 3 | 1), notice=notice, n=1,
                payload=payload, sha256=freeze.sha256(payload), made_by_id=notice.author_id,
                made_at=notice.requested_at,
            )  # fmt: skip
            notice.current_version = version
            self.keep(version)
            self._review(place, notice, version)
            if status == "PUBLISHED":
                self._found(place, notice, payload)
                self._public(place, notice, version, person)
        self.keep(notice)

    def _notice(self, place: int, case: str, person: "Person", colour: str, status: str) -> Any:
        from notices.models import Notice

        plan, chance, office = self.plan, self.chance, self.plan.office(place)
        at = datetime.fromtimestamp(plan.at(place) / 1000, UTC)
        notice = Notice(
            pk=rows.uuid7(plan.at(place), NOTICE | place << 3), colour=colour, status=status,
            owner_office_id=office.id, case_id=case, subject_id=person.id,
            purpose="ARREST" if colour == "RED" else "LOCATE",
            classification=plan.level_of[place],
            public_extract=self._chosen(colour), extract_fields=FIELDS, restrictions_chosen=True,
            author_id=chance.choice(office.officers[2:]), seen_by=[office.number],
            created_at=at, updated_at=at,
        )  # fmt: skip
        notice.written_by = [notice.author_id or 0]
        if status == "DRAFT":
            return notice
        notice.requested_at = at + timedelta(hours=chance.uniform(1, 48))
        notice.released_by_id = office.officers[0]
        notice.seen_by = sorted({office.number, plan.secretariat})
        if status != "REQUESTED":
            notice.reviewer_id = chance.choice(plan.reviewers[:6])
        if status in REACHED_ALL:
            notice.published_at = notice.requested_at + timedelta(hours=chance.uniform(1, 20))
            notice.published_by_id = chance.choice(plan.reviewers[6:])
            notice.reference = self._reference(place, notice.published_at.year)
            until = notice.published_at.date() + timedelta(days=365 * YEARS_VALID)
            notice.valid_until = until if status != "EXPIRED" else notice.published_at.date()
            notice.seen_by = list(plan.everybody)
        if status in ENDED:
            last = notice.published_at or notice.requested_at
            notice.ended_at = last + timedelta(hours=chance.uniform(20, 2000))
        return notice

    def _chosen(self, colour: str) -> str:
        return "REQUESTED" if self.chance.random() < PUBLIC.get(colour, 0) else "NONE"

    def _reference(self, place: int, year: int) -> str:
        """Numbers in the order of the cases; those of drafts are left out. See `counters`."""
        return f"{year}/{place * IN_FORTY // 40 + 1 + self.plan.first_notice}"

    def _review(self, place: int, notice: Any, version: Any) -> None:
        from notices.models import Review

        if notice.reviewer_id is None:
            return
        outcome = {"RETURNED": "RETURN", "REFUSED": "REFUSE"}.get(notice.status, "PASS")
        decided = notice.requested_at + timedelta(minutes=50)
        review = Review(
            pk=rows.uuid7(self.plan.at(place), NOTICE | place << 3 | 2), notice_version=version,
            sha256=version.sha256, reviewer_id=notice.reviewer_id, outcome=outcome,
            started_at=notice.requested_at, decided_at=decided,
            explanation="" if outcome == "PASS" else "The facts are not complete.",
        )  # fmt: skip
        self.keep(review)
        start = self.plan.first["notices_reviewitem"] + place * 64
        self.items += [
            f"{start + number}\tPASS\t\t{{}}\tPASS\t\t{condition}\t{review.pk}\n"
            for number, condition in enumerate(self.plan.conditions.get(notice.colour, []))
        ]

    def _found(self, place: int, notice: Any, payload: Any) -> None:
        """The keys of a published notice's names, under which every office finds it."""
        from cases.search import name_keys
        from notices.payload import freeze

        seen_at = sorted(audiences.at_level(notice.seen_by, notice.classification))
        found = f"{notice.owner_office_id}\t{rows.numbers(seen_at)}\n"
        start = self.plan.first["cases_namekey"] + ((self.plan.size.cases + place) << 6)
        for number, (name, born) in enumerate(freeze.names_of(payload)):
            row = name_keys.row(name, born)
            first, last = (one.isoformat() if one else NULL for one in born)
            self.name_keys.append(
                f"{start + number}\t{NULL}\t{notice.pk}\t{row.name}\t{row.normalised}\t"
                f"{rows.numbers(row.keys)}\t{KEY_VERSION}\t{first}\t{last}\t{found}"
            )

    def _public(self, place: int, notice: Any, version: Any, person: "Person") -> None:
        from notices.payload import public_extract

        forbidden = notice.classification > 1 or person.status in NEVER_PUBLIC
        if notice.public_extract != "REQUESTED" or forbidden:
            return
        extract = public_extract.said_in_public(notice, version, self.plan.alpha2)
        extract.pk = rows.uuid7(self.plan.at(place), NOTICE | place << 3 | 3)
        self.keep(extract)


def _payload(plan: Plan, notice: Any, office: Office, reference: str, person: "Person") -> Any:
    return {
        "format": 1, "colour": notice.colour, "owner_office": office.code, "case": reference,
        "portfolios": [], "purpose": notice.purpose, "classification": notice.classification,
        "handling_codes": [], "second_language": notice.second_language,
        "subject": _subject(person),
        "proceeding": _proceeding(notice, office, person) if notice.colour == "RED" else None,
        "caution": {"en": "", "second": ""}, "action": {"en": "", "second": ""},
        "not_for": [], "public_extract": notice.public_extract, "extract_fields": sorted(FIELDS),
        "valid_until": notice.valid_until.isoformat() if notice.valid_until else None,
    }  # fmt: skip


def _subject(person: "Person") -> Any:
    from notices.payload import days

    first, last = (_day(one) for one in (person.born.earliest, person.born.latest))
    born = days.day(first, last, person.born.text)
    identities = [
        {
            "label": "ALIAS" if rank else "CLAIMED", "as_written": name.text,
            "script": name.script, "romanised": "", "family_name": name.family,
            "forename": name.forename, "single_name": False, "born": born,
            "place_of_birth": "", "country_of_birth": None, "quality": "",
        }
        for rank, name in enumerate(one for one in (person.name, person.other) if one)
    ]  # fmt: skip
    return {
        "id": person.id, "kind": "PERSON", "status_of_person": person.status,
        "identities": identities, "sex_id": person.sex,
        "nationalities": [{"code": person.country, "status": "CLAIMED"}],
        "documents": [], "photos": [], "biometrics": [], "father": "", "mother": "",
        "height_cm": None, "weight_kg": None, "build": "", "eyes_colors_id": [], "hairs_id": [],
        "distinguishing_marks": "", "languages_spoken_ids": [], "warnings": [],
        "deceased": False, "minor_at_event": False,
    }  # fmt: skip


def _proceeding(notice: Any, office: Office, person: "Person") -> Any:
    charge = CHARGES[len(person.name.text) % len(CHARGES)]
    return {
        "kind": "PROSECUTION", "jurisdiction": office.country,
        "charges": [
            {
                "offence": None, "excluded_for_red": None,
                "title": {"en": charge, "second": charge}, "law": "Penal code",
                "article": "12", "law_text": "", "max_penalty": "MONTHS",
                "max_penalty_months": 60, "sentence_months": None, "remaining_months": None,
            }
        ],
        "warrant": {
            "reference": f"W-{notice.pk[-6:]}", "issuer": "Court of first instance",
            "issuer_is_judicial": True, "appeal_possible": True,
            "issued_on": notice.created_at.date().isoformat(), "copy_sha256": None,
        },
        "facts": {
            "text": {"en": "Goods left the port without papers.", "second": ""}, "place": "",
            "began": None, "ended": None,
        },
        "in_absentia": None, "limitation_date": None, "international_interest": "",
        "assurances": {
            "extradition_will_be_sought": True, "coordinated_with_extradition_authority": True,
            "authority_is_competent": True,
        },
    }  # fmt: skip


def _day(text: str) -> date | None:
    return None if text == NULL else date.fromisoformat(text)
