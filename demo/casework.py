"""The cases of the demo: invented persons in five scripts, some shared between offices."""

from typing import Any

from cases import filing, lifecycle
from cases.drafts import (
    CaseDraft,
    DocumentDraft,
    IdentityDraft,
    NationalityDraft,
    PartDraft,
    PersonDraft,
    ShareDraft,
)
from cases.models import Case, Offence
from central_offices.models import CentralOffice, Jurisdiction, Officer
from policies.models import Portfolio


def make(people: dict[str, Officer]) -> dict[str, Case]:
    """File the demo's cases; returns them by a short name."""
    amina, pierre, layla = people["amina"], people["pierre"], people["layla"]
    made = {
        "lantern": filing.open_case(_lantern(), by=amina),
        "relay": filing.open_case(_relay(), by=amina),
        "harbour": filing.open_case(_harbour(), by=pierre),
        "jordan": filing.open_case(_jordan(), by=layla),
    }
    lifecycle.activate(made["lantern"], by=amina)
    filing.add_note(
        made["lantern"],
        "Hearing moved to 9 December. Lisbon told by telephone, written request follows today.",
        by=amina,
    )
    return made


def _lantern() -> CaseDraft:
    return CaseDraft(
        title="Lantern Quay: container trade used to move fraud proceeds",
        portfolios=_portfolios("FRAUD", "MONEY_LAUNDERING"),
        tags=["CUSTOMS_TRADE", "SUPPLY_CHAIN"],
        offences=list(
            Offence.objects.in_force().filter(portfolios="FRAUD", excluded_for_red="")[:1]
        ),
        charge="Conspiracy to defraud; handling the proceeds of crime",
        summary=(
            "Invoice fraud against 31 exporters in Mombasa between January 2024 and June 2025. "
            "Proceeds of about USD 8.4 million left through three freight forwarders and returned "
            "as loans to a holding company in Lisbon."
        ),
        classification=1,
        handling_codes=["H0", "H2"],
        shares=[ShareDraft(_office("PRT"), "OBSERVER")],
        parts=[
            PartDraft("SUSPECT", _okello()),
            PartDraft(
                "WITNESS",
                _person(
                    ("عمر راشد", "راشد", "عمر"),
                    birth="1990",
                    country="ARE",
                    sex="M",
                ),
            ),
            PartDraft(
                "PERSON_OF_INTEREST",
                _person(
                    ("FERRAZ Beatriz", "FERRAZ", "Beatriz"), birth="1984", country="PRT", sex="F"
                ),
            ),
        ],
    )


def _okello() -> PersonDraft:
    return _person(
        ("OKELLO Daniel Otieno", "OKELLO", "Daniel Otieno"),
        birth="1979-08-03",
        place="Kisumu",
        country="KEN",
        aliases=["Dan Okelo", "D. O. Otieno"],
        sex="M",
        passport="AK0912817",
        facts={
            "height_cm": 182,
            "distinguishing_marks": "Scar on the left forearm",
            "languages": ["en", "sw", "luo"],
        },
    )


def _relay() -> CaseDraft:
    return CaseDraft(
        title="Relay: telephone fraud from three buildings",
        portfolios=_portfolios("FRAUD"),
        tags=["CYBER"],
        charge="Obtaining money by deception",
        summary="Callers pose as bank staff. Numbers and accounts change every week.",
        parts=[
            PartDraft(
                "SUSPECT",
                _person(
                    ("Щербаков Лев", "Щербаков", "Лев"), birth="1975..1977", country="RUS", sex="M"
                ),
            ),
            PartDraft(
                "CHARGED",
                _person(
                    ("欧阳明月", "欧阳", "明月"),
                    birth="1988-02",
                    country="CHN",
                    sex="F",
                ),
            ),
            PartDraft(
                "SUSPECT",
                _person(
                    ("김민준", "김", "민준"),
                    birth="1991-11-30",
                    country="KOR",
                    sex="M",
                ),
            ),
        ],
    )


def _harbour() -> CaseDraft:
    return CaseDraft(
        title="Harbour lights: crew lists that do not add up",
        portfolios=_portfolios("SMUGGLING_OF_PERSONS"),
        charge="Smuggling of migrants by sea",
        summary="Two vessels entered Lisbon with more people aboard than their lists name.",
        shares=[ShareDraft(_office("KEN"), "CONTRIBUTOR")],
        parts=[
            PartDraft(
                "VICTIM",
                _person(
                    ("Selam", "", "Selam"),
                    birth="2001",
                    country="XXA",
                    sex="F",
                ),
            ),
            PartDraft(
                "SUSPECT",
                _person(
                    ("MÜLLER Jürgen", "MÜLLER", "Jürgen"),
                    birth="1975-03-02",
                    country="DEU",
                    sex="M",
                ),
            ),
        ],
    )


def _jordan() -> CaseDraft:
    return CaseDraft(
        title="شبكة تحويل أموال عبر مكاتب صرافة",
        portfolios=_portfolios("MONEY_LAUNDERING"),
        charge="غسل الأموال",
        summary="تحويلات صغيرة متكررة إلى حسابات في خمسة بلدان.",
        parts=[
            PartDraft(
                "SUSPECT",
                _person(
                    ("سليم الخطيب", "الخطيب", "سليم"),
                    birth="1983",
                    country="JOR",
                    sex="M",
                ),
            ),
        ],
    )


def _person(
    name: tuple[str, str, str],
    *,
    birth: Any,
    country: Any,
    sex: Any,
    place: Any = "",
    aliases: Any = (),
    passport: Any = "",
    facts: Any = None,
) -> PersonDraft:
    written, family, given = name
    holds = Jurisdiction.objects.get(code=country)
    main = IdentityDraft(
        written,
        "CLAIMED",
        family_name=family,
        forename=given,
        birth=birth,
        birth_place=place,
        birth_country=holds if place else None,
    )
    return PersonDraft(
        identities=[main, *(IdentityDraft(alias, "ALIAS") for alias in aliases)],
        nationalities=[NationalityDraft(holds)],
        documents=[DocumentDraft("PASSPORT", passport, holds)] if passport else [],
        sex=sex,
        facts=facts or {},
    )


def _portfolios(*codes: str) -> list[Portfolio]:
    return list(Portfolio.objects.filter(code__in=codes))


def _office(code: str) -> CentralOffice:
    return CentralOffice.objects.get(code=code)
