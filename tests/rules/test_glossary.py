"""docs/glossary.md has one entry for each noun, and knows what the records are called."""

import re

from django.apps import apps
from django.utils import translation

from launch.house_rules import APPS
from launch.places import ROOT

ROW = re.compile(r"^\| (?!word \|)([^|]+) \| [^|]+ \| ([^|]*) ?\|$", re.MULTILINE)


def sections() -> list[list[tuple[str, str]]]:
    """The rows of each table: the words, and what they are not called."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    return [ROW.findall(part) for part in text.split("\n## ")[1:]]


def words(rows: list[tuple[str, str]]) -> list[str]:
    return [word.strip() for named, _not in rows for word in named.split(", ")]


def nouns() -> set[str]:
    """The names of the apps' records on pages, where their model says them."""
    with translation.override("en"):
        return {
            str(model._meta.verbose_name)
            for model in apps.get_models()
            if model._meta.app_label in {*APPS, "kernel"}
            and "verbose_name" in model._meta.original_attrs
        }


def test_a_word_has_one_meaning_in_a_table():
    for rows in sections():
        assert len(words(rows)) == len(set(words(rows)))


def test_no_word_is_what_another_thing_is_not_called_in_its_own_row():
    for rows in sections():
        for named, avoided in rows:
            assert not {w.strip() for w in named.split(", ")} & set(avoided.strip().split(", "))


def test_every_record_is_called_by_a_word_of_the_glossary():
    known = {word for rows in sections() for word in words(rows)}

    assert nouns() - known == set()
