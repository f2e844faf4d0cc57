"""Papers about invented people, as the tests and the bench print them."""

from dataclasses import replace

from notices.papers.model import (
    Charge,
    Control,
    Country,
    Document,
    Identity,
    Judicial,
    Listing,
    Name,
    Paper,
    Penalty,
    Section,
    Subject,
    Text,
)
from notices.payload.days import PartialDate

CONTROL = Control(
    code="R7KM-4T2Q-9XDA",
    verify_at="https://verify.iisa.example/verify/",
    text_sha256="9c417be20d5f" + "0" * 52,
    control_number="R-2026/04417",
    version=2,
    copy="0031",
    recipient="PRT Lisbon office, B. Nunes",
    made_at="22 Nov 2026 09:41 UTC",
)
SUBJECT = Subject(
    identities=(
        Identity(
            names=(
                Name("KOVALENKO, Danylo", "Коваленко Данило", "uk"),
                Name("Dan Koval"),
            ),
            born=(PartialDate(1979, 8, 3),),
            birth_places=(Text("Kisumu, Kenya"),),
            sex="M",
            nationalities=(Country("KEN", "Kenya"),),
            documents=(
                Document("AK0912817", "PASSPORT", "", Country("KEN"), PartialDate(2031, 5, 4)),
            ),
        ),
    ),
    build="182 cm, scar on left forearm",
    languages=("ENG", "SWA", "LUO"),
    on_file=("FINGERPRINTS", "DNA"),
    photo_caption="Passport photo, 2021",
)
JUDICIAL = Judicial(
    charges=(
        Charge(
            Text("Conspiracy to defraud", "Association en vue de frauder"),
            "Penal Code s. 317; Proceeds of Crime Act s. 4",
            Penalty(168),
        ),
    ),
    warrant="MCCR/E1182/2026",
    warrant_issuer="Chief Magistrate’s Court, Nairobi",
    warrant_on=PartialDate(2026, 11, 2),
    warrant_copy_held=True,
    time_bar_text="None before 30 June 2039",
)
FACTS = Text(
    "Between January 2024 and June 2025, in Mombasa, the person is alleged to have issued 212 "
    "false invoices in the name of two freight companies he controlled. Thirty-one exporters paid "
    "USD 8.4 million.",
    "Entre janvier 2024 et juin 2025, à Mombasa, la personne aurait émis 212 fausses factures.",
)
ACTION = Text(
    "Locate and arrest with a view to extradition.", "Localiser et arrêter en vue de l’extradition."
)
RED = Paper(
    colour="RED",
    second_language="fr",
    reference="2026/30493",
    asked_by=Text("Kenya (KEN), Nairobi office"),
    published_on=PartialDate(2026, 11, 21),
    valid_to=PartialDate(2027, 11, 21),
    warnings=("ESCAPE_RISK",),
    warning_text=Text("Holds two passports.", "Détient deux passeports."),
    subject=SUBJECT,
    judicial=JUDICIAL,
    sections=(Section("facts", FACTS), Section("action", ACTION)),
    control=CONTROL,
)
UN = replace(
    RED,
    colour="UN",
    classification="OFFICIAL",
    reference="QDi.999",
    asked_by=Text("Security Council, Committee 1267"),
    valid_to=None,
    warnings=(),
    warning_text=Text(),
    judicial=None,
    for_public=True,
    subject=Subject(
        identities=(
            Identity(
                names=(
                    Name("SAMIR KHAYALOV", "Самир Хаялов", "ru"),
                    Name("Abu Khayal", quality="GOOD"),
                    Name("The Tailor", quality="LOW"),
                ),
                born=(PartialDate(1969), PartialDate(1970, 3), PartialDate(1965, year_to=1972)),
                nationalities=(Country("XXA"),),
                documents=(Document("X-77123", kind_written="National identification number"),),
            ),
        ),
        designations=("Treasurer since 2011",),
        addresses=("Street of the Mill 4, Ganzabad",),
    ),
    listing=Listing(
        list_name="Al-Qaida",
        listed_on=PartialDate(2011, 10, 4),
        updated_on=(PartialDate(2014, 6, 2), PartialDate(2019, 1, 24)),
        resolutions=("1267 (1999)", "1989 (2011)"),
        remarks="Review concluded 2019.",
    ),
    sections=(Section("reasons", Text("Kept the books of the group.")),),
)
# Fields that hold a code or a digest, not a text that somebody wrote.
CODES = {"colour", "second_language", "classification", "state", "language", "quality", "label"}
CODES |= {"sex", "kind", "status", "special", "heading", "warnings", "code", "text_sha256"}
CODES |= {"verify_at", "eyes", "hair", "languages", "on_file"}


def red(**changes) -> Paper:
    """Return a red notice in English and French, with `changes`."""
    return replace(RED, **changes)


def un(**changes) -> Paper:
    """Return a United Nations special notice on a person, with `changes`."""
    return replace(UN, **changes)


def with_identity(**changes) -> Paper:
    """Return the red notice with `changes` in the main identity of its subject."""
    main = replace(SUBJECT.identities[0], **changes)
    return red(subject=replace(SUBJECT, identities=(main,)))


def full() -> Paper:
    """Return a paper in which every field is filled."""
    charge = replace(JUDICIAL.charges[0], sentence=Penalty(60), remaining=Penalty(12))
    judicial = replace(JUDICIAL, charges=(charge,), in_absentia=True)
    document = Document("N", "OTHER", "Kind", Country("KEN"), PartialDate(2030), "LOST", "Remark")
    main = replace(SUBJECT.identities[0], documents=(document,))
    subject = replace(
        SUBJECT,
        identities=(main, Identity(label="ALIAS", names=(Name("A", "Б", "ru"),))),
        parents="P",
        eyes=("BRO",),
        hair=("BLA", "GRY"),
        marks="M",
        last_seen="L",
        addresses=("A1", "A2"),
        designations=("D",),
    )
    return red(subject=subject, judicial=judicial, listing=UN.listing)


def with_texts_replaced(plain, payload, key=""):
    """Return `plain` with every free text given to `payload`."""
    if isinstance(plain, dict):
        return {name: with_texts_replaced(item, payload, name) for name, item in plain.items()}
    if isinstance(plain, list):
        return [with_texts_replaced(item, payload, key) for item in plain]
    if isinstance(plain, str) and plain and key not in CODES:
        return payload(plain)
    return plain
