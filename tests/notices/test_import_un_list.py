"""`manage.py import_un_list FILE`: what it prints, and what it refuses in one sentence."""

import io

import pytest
from django.core.management import CommandError, call_command

from kernel.models import Job
from notices.models import Notice
from tests.notices.un_files import PAK, edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def import_file(tmp_path):
    def run(text=None, **options):
        path = tmp_path / "list.xml"
        path.write_text(text or edition(), encoding="utf-8")
        said = io.StringIO()
        call_command("import_un_list", str(path), stdout=said, **options)
        return said.getvalue()

    return run


def test_it_says_what_is_in_the_file_how_far_it_is_and_what_it_did(import_file):
    said = import_file()

    assert "list.xml: 3 individuals and 2 entities" in said
    assert "5 of 5 changes, 100 %" in said
    assert "5 created, 0 updated, 0 delisted, 0 listed again, 0 unchanged." in said


def test_the_same_file_again_gives_nothing_new(import_file):
    import_file()

    assert "0 created, 0 updated, 0 delisted, 0 listed again, 5 unchanged." in import_file()


def test_a_newer_file_updates_and_delists(import_file):
    import_file()
    said = import_file(edition(without=[PAK], words={"Olya Sever": "Olya Severnaya"}))

    assert "0 created, 1 updated, 1 delisted, 0 listed again, 3 unchanged." in said


def test_a_broken_file_ends_with_1_and_leaves_nothing_behind(import_file):
    with pytest.raises(CommandError, match=r"list.xml: Line \d+, element LISTED_ON: ") as error:
        import_file(edition(words={"<LISTED_ON>2030-12-01<": "<LISTED_ON>soon<"}))

    assert error.value.returncode == 1
    assert not Notice.objects.exists()
    assert not Job.objects.exists()


def test_what_is_missing_is_delisted_only_when_that_is_meant(import_file):
    import_file()
    rest = edition(without=[PAK, "SOe.901"])

    with pytest.raises(CommandError, match="--delist-anyway"):
        import_file(rest)

    assert "2 delisted" in import_file(rest, delist_anyway=True)


def test_a_file_that_is_not_there_or_is_a_folder_is_named_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="none.xml: No such file or directory"):
        call_command("import_un_list", str(tmp_path / "none.xml"))
    with pytest.raises(CommandError, match="Is a directory"):
        call_command("import_un_list", str(tmp_path))


def test_it_is_done_in_the_name_of_an_officer_who_may(import_file, adler, amina):
    import_file(by=adler.email)

    assert Job.objects.get().owner == adler
    with pytest.raises(CommandError, match="Only administrators and reviewers"):
        import_file(by=amina.email)
    with pytest.raises(CommandError, match="No officer has the address"):
        import_file(by="nobody@office.test")
