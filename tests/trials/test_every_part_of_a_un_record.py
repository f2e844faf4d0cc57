"""A record of the UN list with every element filled: each part arrives at every exit.

What an exit leaves out stands with its reason in docs/reference-data.md, and nowhere else.
"""

import html
import json
import re
from datetime import date
from pathlib import Path

import pytest

from kernel.files import stored_files
from kernel.jobs import running
from notices.models import Notice
from notices.papers import printing
from notices.un_list import reading
from tests import systems
from tests.kernel import glyphs
from tests.notices.un_files import edition, load, opened

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs" / "reference-data.md"
RECORD = """
<INDIVIDUAL><DATAID>9900955</DATAID><VERSIONNUM>4213</VERSIONNUM>
<FIRST_NAME>EINAR</FIRST_NAME><SECOND_NAME>ZWEITSON</SECOND_NAME><THIRD_NAME>TRIDJESEN</THIRD_NAME>
<FOURTH_NAME>FJERDEMAN</FOURTH_NAME><UN_LIST_TYPE>Al-Qaida Register</UN_LIST_TYPE>
<REFERENCE_NUMBER>QDi.955</REFERENCE_NUMBER><LISTED_ON>2011-02-03</LISTED_ON><GENDER>Male</GENDER>
<SUBMITTED_BY>Deltaland</SUBMITTED_BY><SUBMITTED_ON>2011-01-02</SUBMITTED_ON>
<NAME_ORIGINAL_SCRIPT>Эйнар Выдуманный</NAME_ORIGINAL_SCRIPT>
<COMMENTS1>Invented remark.</COMMENTS1>
<TITLE><VALUE>Titleholder</VALUE></TITLE><DESIGNATION><VALUE>Quartermaster</VALUE></DESIGNATION>
<NATIONALITY><VALUE>Kenya</VALUE><VALUE>Betan until 2012</VALUE></NATIONALITY>
<NATIONALITY2><VALUE>Gammaite</VALUE></NATIONALITY2>
<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
<LAST_DAY_UPDATED><VALUE>2012-03-04</VALUE></LAST_DAY_UPDATED>
<LAST_REVIEWED_ON><VALUE>2013-04-05</VALUE></LAST_REVIEWED_ON>
<HAS_INTERPOL_LINK>Yes-there-is</HAS_INTERPOL_LINK>
<INTERPOL_LINK>https://notice.test/link</INTERPOL_LINK>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Goodalias Nomen</ALIAS_NAME>
<DATE_OF_BIRTH>1962-07-08</DATE_OF_BIRTH><CITY_OF_BIRTH>Aliasville</CITY_OF_BIRTH>
<COUNTRY_OF_BIRTH>Norway</COUNTRY_OF_BIRTH><NOTE>spelled otherwise in 1999</NOTE></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Lowalias Nomen</ALIAS_NAME>
<NOTE>nom de guerre</NOTE></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><STREET>5 Streetname</STREET><CITY>Addresscity</CITY>
<STATE_PROVINCE>Provincia</STATE_PROVINCE><ZIP_CODE>ZZ-77001</ZIP_CODE><COUNTRY>Iceland</COUNTRY>
<NOTE>address of the uncle</NOTE></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1958</YEAR>
<NOTE>by his own word</NOTE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR>
<TO_YEAR>1964</TO_YEAR><NOTE>from a false passport</NOTE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><STREET>Quarter Alef</STREET><CITY>Firstborn</CITY>
<STATE_PROVINCE>Birthshire</STATE_PROVINCE><ZIP_CODE>BB-1</ZIP_CODE><COUNTRY>Sweden</COUNTRY>
<NOTE>now flooded</NOTE></INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Secondborn</CITY><COUNTRY>Finland</COUNTRY>
</INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Thirdborn</CITY></INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>
<TYPE_OF_DOCUMENT2>Diplomatic passport</TYPE_OF_DOCUMENT2>
<NUMBER>passport number PX777</NUMBER><ISSUING_COUNTRY>Denmark</ISSUING_COUNTRY>
<DATE_OF_ISSUE>2009-08-07</DATE_OF_ISSUE><CITY_OF_ISSUE>Issuetown</CITY_OF_ISSUE>
<COUNTRY_OF_ISSUE>Portugal</COUNTRY_OF_ISSUE><NOTE>misused, then revoked</NOTE>
</INDIVIDUAL_DOCUMENT>
<SORT_KEY>sortkey-one</SORT_KEY><SORT_KEY_LAST_MOD>sortkey-two</SORT_KEY_LAST_MOD>
<NEW_ELEMENT>Something unheard of</NEW_ELEMENT></INDIVIDUAL>
"""
CODED = {
    "kind",
    "births.certainty",
    "aliases.born.certainty",
    "gender",
    "aliases.quality",
}  # asserted in words below


def leaves(value, path=""):
    """(path, value) of everything in a record that isn't empty."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}".strip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, path)
    elif value not in ("", None):
        yield path, str(value)


def ways(text):
    """The ways in which an exit may write one value."""
    yield text
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        day = date.fromisoformat(text)
        yield f"{day.day} {day:%B %Y}"
        yield f"{day:%Y/%m/%d}"


def left_out():
    """{exit: paths} of the table in the documentation; each row has its reason."""
    text = DOCS.read_text(encoding="utf-8")
    table = text.partition("## What each exit leaves out of a UN record")[2]
    found = {}
    for path, exits, reason in re.findall(r"^\| `([\w.]+)` \| (.+?) \| (.+?) \|$", table, re.M):
        assert len(reason.split()) > 3, path
        for one in exits.split(", "):
            found.setdefault(one, set()).add(path)
    return found


@pytest.fixture
def exits(signed_in, pierre, client):
    text = edition().replace("</INDIVIDUALS>", f"{RECORD}</INDIVIDUALS>")
    load(text)
    notice = Notice.objects.get(un_reference="QDi.955")
    made = printing.ask(notice, by=pierre, language="fr")
    running.run(made.job_id)
    made.refresh_from_db()
    assert "QDi.955" in made.file.original_name and "fr" in made.file.original_name
    officer = signed_in(pierre)
    system = systems.calling(systems.register(pierre.office), "notices")
    with opened(text)() as stream:
        record = next(row for row in reading.read(stream) if row.reference == "QDi.955")
    return record.as_data(), {
        "page": officer.get(f"/notices/{notice.address}/").content.decode(),
        "PDF": glyphs.text(b"".join(stored_files.read(made.file))),
        "API": json.dumps(system.get(f"/api/v1/notices/{notice.pk}/").json()),
        "service": client.get("/notices/v1/un/persons/QDi.955").content.decode(),
        "public page": client.get("/public/notices/QDi.955/").content.decode(),
    }


def folded(text):
    """Text without markup and blanks, for exits that break lines as they like."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", text)).casefold().split())


def test_every_part_of_a_record_arrives_at_every_exit(exits):
    record, shown = exits
    missing = {name: set() for name in shown}
    for name, text in shown.items():
        told = folded(text)
        for path, value in leaves(record):
            if path not in CODED and not any(folded(way) in told for way in ways(value)):
                missing[name].add(path)

    documented = left_out()
    assert {name: paths for name, paths in missing.items() if paths} == documented


def test_what_is_a_code_in_the_record_is_said_in_words(exits):
    _record, shown = exits
    for name in ("page", "PDF"):
        told = folded(shown[name])
        for words in ("about1958", "between1960and1964", "Male", "Good-qualityalias",
                      "Low-qualityalias", "UnitedNations", "Denmark"):  # fmt: skip
            assert folded(words) in told, (name, words)
    public = folded(shown["public page"])
    for words in ("about 1958 (by his own word)", "1960–1964 (from a false passport)", "Denmark",
                  "Lowalias Nomen (nom de guerre)"):  # fmt: skip
        assert folded(words) in public, words
