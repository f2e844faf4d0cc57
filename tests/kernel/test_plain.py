"""Papers as plain JSON: the same text and digest as ever, and refused where it doesn't fit."""

import hashlib
import json

import pytest

from kernel.dataclass_json import from_plain, to_plain
from ledger.events import canonical
from notices.papers.model import Paper
from policies.papers.model import EditionPaper
from tests.notices import papers
from tests.policies.test_paper import edition

# What was frozen must keep its digest: editions are kept as JSON, notices' papers are made anew.
FROZEN = "95391596ddceb133162776d90cdb21b0c8ea80f2288084493e78537e8b407163"


def test_the_canonical_json_of_an_edition_keeps_its_digest():
    plain = to_plain(edition())
    assert hashlib.sha256(canonical(plain).encode()).hexdigest() == FROZEN


@pytest.mark.parametrize("paper", [papers.full(), papers.un(), papers.red(), edition("ar")])
def test_a_paper_comes_back_from_the_database_as_it_was(paper):
    assert from_plain(type(paper), json.loads(canonical(to_plain(paper)))) == paper


def test_a_value_is_taken_as_it_stands_and_never_made_into_another():
    read = from_plain(Paper, to_plain(papers.red()) | {"reference": None, "for_public": "12"})
    assert (read.reference, read.for_public) == (None, "12")


def test_a_key_left_out_takes_its_default():
    data = to_plain(edition())
    del data["foreword"]
    assert from_plain(EditionPaper, data).foreword == ""


def test_a_required_key_left_out_is_named():
    data = to_plain(edition())
    del data["issues"][0]["rank"]
    with pytest.raises(ValueError, match=r"required field missing @ \$\.issues\[0\]\.rank"):
        from_plain(EditionPaper, data)


def test_a_key_that_does_not_belong_is_named_with_its_place():
    data = to_plain(edition())
    data["issues"][0]["colour_of_hat"] = "black"
    with pytest.raises(ValueError, match=r"\(colour_of_hat\) @ \$\.issues\[0\]"):
        from_plain(EditionPaper, data)
