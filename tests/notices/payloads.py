"""Frozen notices for tests: a red notice that meets every rule, to be spoilt in one thing."""

from copy import deepcopy
from datetime import date
from typing import Any

from notices.conditions.known import Known

SUBMITTED_ON = date(2026, 11, 2)
NOTHING_KNOWN = Known(on=SUBMITTED_ON)
NOTHING_AGAINST = Known(SUBMITTED_ON, False, earlier_refusals=0, other_notices=0)

CHARGE: dict[str, Any] = {
    "offence": "ARMED_ROBBERY",
    "excluded_for_red": "",
    "title": {"en": "Armed robbery of a jeweller"},
    "law": "Penal Code",
    "article": "112",
    "max_penalty": "MONTHS",
    "max_penalty_months": 120,
    "sentence_months": None,
    "remaining_months": None,
}
PERSON: dict[str, Any] = {
    "kind": "PERSON",
    "status_of_person": "CHARGED",
    "deceased": False,
    "minor_at_event": False,
    "identities": [
        {
            "label": "CONFIRMED",
            "as_written": "IBRAHIM Ali",
            "script": "Latn",
            "family_name": "IBRAHIM",
            "forename": "Ali",
            "born": {"earliest": "1981-04-12", "latest": "1981-04-12"},
        }
    ],
    "sex_id": "M",
    "nationalities": [{"code": "QMA", "status": "CONFIRMED"}],
    "documents": [{"kind": "PASSPORT", "number": "P1234567", "issuer": "QMA", "status": "VALID"}],
    "photos": [],
    "biometrics": [],
}
PROCEEDING: dict[str, Any] = {
    "kind": "PROSECUTION",
    "jurisdiction": "QMA",
    "charges": [CHARGE],
    "warrant": {
        "reference": "44/2026",
        "issuer": "District court of Alphaville",
        "issuer_is_judicial": True,
        "issued_on": "2026-03-02",
        "copy_sha256": "9c41",
    },
    "facts": {
        "text": {"en": "He is said to have robbed a jeweller with a pistol and fled abroad."},
        "place": "Alphaville",
        "began": {"earliest": "2026-01-10", "latest": "2026-01-10"},
        "ended": None,
    },
    "in_absentia": False,
    "limitation_date": "2041-01-10",
    "international_interest": "He has family in Beta and was seen there in May.",
    "assurances": {
        "extradition_will_be_sought": True,
        "coordinated_with_extradition_authority": True,
        "authority_is_competent": True,
    },
}


def red(**changes: Any) -> dict[str, Any]:
    """A complete red notice; `changes` replace whole parts, None takes them out."""
    notice = {
        "format": 1,
        "colour": "RED",
        "owner_office": "QMA",
        "portfolios": ["FRAUD"],
        "purpose": "ARREST",
        "subject": PERSON,
        "proceeding": PROCEEDING,
        "not_for": [],
        "public_extract": "NONE",
    }
    return deepcopy({**notice, **changes})


def red_on(**changes: Any) -> dict[str, Any]:
    """A red notice whose person differs."""
    return red(subject={**PERSON, **changes})


def red_for(**changes: Any) -> dict[str, Any]:
    """A red notice whose judicial data differ."""
    return red(proceeding={**PROCEEDING, **changes})


def charged(**changes: Any) -> dict[str, Any]:
    """A red notice whose only charge differs."""
    return red_for(charges=[{**CHARGE, **changes}])


def sentenced(sentence: int | None, remaining: int | None) -> dict[str, Any]:
    """A red notice on a convicted person who is to serve a sentence."""
    serving = {**CHARGE, "sentence_months": sentence, "remaining_months": remaining}
    return red(
        subject={**PERSON, "status_of_person": "CONVICTED"},
        proceeding={**PROCEEDING, "kind": "SENTENCE", "charges": [serving]},
    )
