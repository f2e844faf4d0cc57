"""The rows of the list of cases, filled in by code, are what their template shows."""

import re
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from cases import sharing
from cases.drafts import NationalityDraft
from cases.models import Case, Subject
from cases.search import people_list
from cases.search.finding import Matches
from cases.search.persons_and_cases import Found
from cases.views import people_rows, rows
from central_offices.models import CentralOffice, Jurisdiction
from kernel.ids import new_id
from kernel.templatetags.iisa import country, handling, moment, status_tag
from policies.models import Portfolio
from tests.cases import factories

pytestmark = pytest.mark.django_db
ODD = '{0} {title} {nobody} 100 % <b>&amp; "quoted"'
NAIROBI = ZoneInfo("Africa/Nairobi")


def shown(html: str) -> str:
    """Without white space beside cells, and the rest of it as one space."""
    words = re.sub(r"\s+", " ", html).strip()
    return re.sub(r" ?(</?t[rd][^>]*>) ?", r"\1", words)


def by_template(case: Case, **more) -> str:
    known = {row.number: row for row in CentralOffice.objects.filter(number__in=case.seen_by)}
    others = [known[number] for number in case.seen_by if known[number] != case.owner_office]
    offices = [case.owner_office, *others[:1]]
    values = {
        "reference": case.reference,
        "url": f"/cases/{case.reference}/",
        "title": case.title,
        "level": handling(case),
        "portfolio": str(case.portfolios.order_by("rank")[0]),
        "offices": mark_safe(" ".join(country(office) for office in offices)),
        "lead": case.lead_officer.name,
        "filed": moment(case.created_at.astimezone(UTC), NAIROBI),
        "state": status_tag(case),
    }
    return render_to_string(rows.TEMPLATE, values | more)


def in_list(case: Case, person: str = "") -> str:
    found = {case.pk: Found(new_id(), person, 1.0)} if person else {}
    page = Matches(list(rows.lean(Case.objects.filter(pk=case.pk))), matches=found)
    return rows.table_rows(page, NAIROBI)[0]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("title", ["Lantern Quay", ODD])
@pytest.mark.parametrize("person", ["", "OKELLO, Daniel", ODD])
def test_a_row_is_what_its_template_shows(amina, language, title, person):
    case = factories.case(amina, title=title)

    with translation.override(language):
        assert shown(in_list(case, person)) == shown(by_template(case, person=person))


def test_a_row_says_how_many_offices_and_portfolios_it_leaves_out(amina):
    several = list(Portfolio.objects.order_by("rank")[:3])
    case = factories.case(amina, portfolios=several)
    for code in ("PRT", "BRA", "QMA"):
        sharing.share(case, CentralOffice.objects.get(code=code), by=amina)
    case.refresh_from_db()

    row = shown(in_list(case))

    assert len(case.seen_by) == 4
    assert row.count('<span class="muted num">+2</span>') == 2
    assert row == shown(by_template(case, more_portfolios=2, more_offices=2))


@pytest.mark.parametrize("status", [Case.Status.OPEN, Case.Status.ACTIVE, Case.Status.SUSPENDED])
def test_a_row_shows_the_state_as_every_page_does(amina, status):
    case = factories.case(amina)
    Case.objects.filter(pk=case.pk).update(status=status)
    case.refresh_from_db()

    assert shown(status_tag(case)) in shown(in_list(case))


def test_a_row_carries_no_indentation(amina):
    assert "\n " not in in_list(factories.case(amina), "OKELLO, Daniel")


def person_by_template(subject: Subject) -> str:
    identity = subject.main_identity
    held = [country(one.jurisdiction) for one in subject.nationalities.all()]
    values = {
        "url": f"/persons/{subject.pk}/",
        "name": subject,
        "romanised": identity.romanised,
        "born": identity.birth_in_words or "—",
        "countries": mark_safe("\n".join(held) or '<span class="muted">—</span>'),
        "sex": subject.get_sex_display(),
        "office": country(subject.owner_office),
    }
    return render_to_string(people_rows.TEMPLATE, values)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_row_of_a_person_is_what_its_template_shows(amina, language):
    held = [NationalityDraft(row) for row in Jurisdiction.objects.filter(pk__in=["KEN", "PRT"])]
    people = [
        factories.person(ODD, birth="about 1979", nationalities=held, sex="F"),
        factories.person("Щербаков Дмитрий", romanised="Shcherbakov Dmitrii"),
    ]
    factories.case(amina, people=people)
    subjects = people_list.with_names(Subject.objects.order_by("pk"))

    with translation.override(language):
        filled = people_rows.table_rows(subjects)
        assert [*map(shown, filled)] == [shown(person_by_template(one)) for one in subjects]
    assert filled[0].count('class="iso"') == 3
