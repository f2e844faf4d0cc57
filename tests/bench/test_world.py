"""The invented world holds to everything that the product checks of itself.

It is copied in past triggers and foreign keys, and its hot rows are written by hand: a column, a
rule or a key that the product has since is missed here first.
"""

import pytest
from django.db import connection, connections, transaction

from bench.world.making import fill, is_there
from bench.world.sizes import SIZES
from cases import names, sharing, words
from cases.dates import parse
from cases.models import Case, Identity, NameKey, Subject
from cases.search import name_keys
from exchange.requests import visibility as of_requests
from ledger.models import Event, LogState
from ledger.verification import chains
from notices.models import Notice, NoticeVersion, PublicExtract
from notices.payload import freeze
from notices.workflow import visibility as of_notices

# Every foreign key of the database, with one row that leads nowhere.
FOREIGN_KEYS = """
SELECT c.conname, format(
  'SELECT count(*) FROM %s a WHERE %s AND NOT EXISTS (SELECT FROM %s b WHERE %s)',
  c.conrelid::regclass,
  (SELECT string_agg(format('a.%I IS NOT NULL', f.attname), ' AND ')
    FROM unnest(c.conkey) k JOIN pg_attribute f ON f.attrelid = c.conrelid AND f.attnum = k),
  c.confrelid::regclass,
  (SELECT string_agg(format('a.%I = b.%I', f.attname, t.attname), ' AND ')
    FROM unnest(c.conkey, c.confkey) AS k (own, other)
    JOIN pg_attribute f ON f.attrelid = c.conrelid AND f.attnum = k.own
    JOIN pg_attribute t ON t.attrelid = c.confrelid AND t.attnum = k.other))
FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
"""


@pytest.fixture
def made(committed):
    """The indexes and constraints that there were before."""
    before = _structure()
    fill(SIZES["tiny"], said=False)
    return before


def test_the_world_holds_to_every_rule_that_the_product_checks_of_itself(made):
    size = SIZES["tiny"]
    assert Case.objects.count() >= size.cases
    assert is_there()
    assert _leading_nowhere() == []
    assert sharing.wrongly_seen() == name_keys.wrongly_seen() == []
    assert of_requests.put_right() == 0
    with transaction.atomic():
        assert of_notices.compare(list(Notice.objects.values_list("pk", flat=True))) == 0
    checked, faults = chains.verify()
    assert faults == []
    assert checked == Event.objects.count() == LogState.objects.get().size
    assert checked >= 10 * size.cases
    _the_tree_of_the_log_is_whole()
    assert _structure() == made


def test_what_is_copied_in_is_what_the_product_would_have_written(made):
    for case in Case.objects.all()[:50]:
        told = words.searchable(case.title, case.summary, case.charge)
        assert case.search_text == told
    for subject in Subject.objects.exclude(name_keys=None)[:80]:
        _keys_are_those_of(subject)
    for version in NoticeVersion.objects.all():
        assert freeze.is_intact(version)
    extracts = PublicExtract.objects.all()
    assert extracts
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM notices_publicextract x WHERE notices_extract_differs(id) "
            "OR NOT notices_may_be_public(notice_id)"
        )
        assert cursor.fetchall() == []


def _leading_nowhere() -> list[tuple[str, int]]:
    found = []
    with connections["owner"].cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        for name, statement in cursor.fetchall():
            cursor.execute(statement)
            if count := cursor.fetchone()[0]:
                found.append((name, count))
    return found


def _the_tree_of_the_log_is_whole() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_log_root(size) FROM ledger_logstate")
        assert len(cursor.fetchone()[0]) == 64
        cursor.execute(
            "SELECT count(*), sum(last_seq - first_seq + 1), max(start + last_seq - first_seq + 1) "
            "FROM ledger_logrun"
        )
        _runs, events, end = cursor.fetchone()
        assert events == end == LogState.objects.get().size


def _structure() -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef, '' FROM pg_indexes WHERE schemaname = 'public' UNION "
            "SELECT conrelid::regclass::text || conname, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE convalidated AND connamespace = 'public'::regnamespace"
        )
        return set(cursor.fetchall())


def _keys_are_those_of(subject: Subject) -> None:
    for identity in Identity.objects.filter(subject=subject):
        born = parse(identity.birth_text)
        assert (identity.birth_earliest, identity.birth_latest) == (born.earliest, born.latest)
        assert identity.script == names.script_of(identity.as_written)
        assert name_keys.spellings_of(identity) == [identity.as_written]
        row = NameKey.objects.filter(subject=subject, name=identity.as_written).get()
        expected = name_keys.row(row.name, (born.earliest, born.latest))
        assert (row.keys, row.normalised) == (expected.keys, expected.normalised)
    numbers = NameKey.objects.filter(subject=subject, birth_earliest=None)
    for row in numbers.filter(name__in=subject.documents.values("number")):
        assert row.keys == name_keys.number_row(row.name).keys
