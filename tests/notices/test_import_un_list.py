"""`manage.py import_un_list`: one person proposes, another confirms; what it prints and refuses."""

import io

import pytest
from django.core.management import CommandError, call_command

from kernel.models import Job
from notices.models import Notice, UnListEdition
from tests.notices.un_files import PAK, edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def command(adler, sato):
    def run(*arguments, by=adler, **options):
        said = io.StringIO()
        call_command("import_un_list", *map(str, arguments), stdout=said, by=by.email, **options)
        return said.getvalue()

    return run


@pytest.fixture
def propose(command, tmp_path):
    def run(text=None, **options):
        path = tmp_path / "list.xml"
        path.write_text(text or edition(), encoding="utf-8")
        return command(path, **options)

    return run


@pytest.fixture
def both(propose, command, sato):
    """Adler proposes, Sato confirms; what the second command says."""

    def run(text=None, **options):
        propose(text, **options)
        digest = UnListEdition.objects.get(status="PROPOSED").sha256
        return command(confirm=digest[:12], by=sato, expected=options.get("expected", ""))

    return run


def test_it_says_what_the_file_would_change_with_both_digests_and_what_comes_next(propose):
    said = propose(source="https://un.test/list.xml", obtained="2026-11-01T09:00")

    row = UnListEdition.objects.get()
    for words in (
        "list.xml: 3 individuals and 2 entities",
        "5 created, 0 updated, 0 delisted, 0 listed again, 0 unchanged.",
        f"New on the list: {PAK} PAK SANG-SANG",
        f"SHA-256 of the file: {row.sha256}",
        f"SHA-256 of the difference: {row.difference_sha256}",
        "Obtained from: https://un.test/list.xml, 2026-11-01T09:00Z",
        "Nothing is loaded yet.",
        "import_un_list --confirm DIGEST --by EMAIL",
    ):
        assert words in said
    assert row.status == "PROPOSED"
    assert not Notice.objects.exists()


def test_a_file_without_a_named_source_is_one_of_this_machine(propose, tmp_path):
    propose()

    assert UnListEdition.objects.get().source == str(tmp_path / "list.xml")


def test_another_person_loads_it_and_sees_how_far_it_is(both, adler, sato):
    said = both()

    assert "5 of 5 changes, 100 %" in said
    row = UnListEdition.objects.get()
    assert (row.status, row.uploaded_by, row.decided_by) == ("LOADED", adler, sato)
    assert Notice.objects.filter(published_by=sato, current_version__made_by=adler).count() == 5


def test_the_same_file_again_gives_nothing_new_and_a_newer_one_updates_and_delists(both):
    both()

    assert "0 created, 0 updated, 0 delisted, 0 listed again, 5 unchanged." in both()
    said = both(edition(without=[PAK], words={"Olya Sever": "Olya Severnaya"}), expected="kp")
    assert "0 created, 1 updated, 1 delisted, 0 listed again, 3 unchanged." in said


def test_nobody_confirms_the_own_edition_or_one_that_does_not_wait(propose, command, sato, amina):
    propose()
    digest = UnListEdition.objects.get().sha256

    for by, said, why in (
        (None, digest, "You may not confirm"),
        (sato, "0" * 64, "No single edition"),
        (sato, digest[:7], "at least 8 characters"),
        (amina, digest, "Only administrators and reviewers"),
    ):
        with pytest.raises(CommandError, match=why):
            command(confirm=said, **({"by": by} if by else {}))
    assert not Notice.objects.exists()


def test_a_broken_file_ends_with_1_and_leaves_nothing_behind(propose):
    with pytest.raises(CommandError, match=r"list.xml: Line \d+, element LISTED_ON: ") as error:
        propose(edition(words={"<LISTED_ON>2020-12-01<": "<LISTED_ON>soon<"}))

    assert error.value.returncode == 1
    assert not UnListEdition.objects.exists()
    assert not Job.objects.exists()


def test_what_is_missing_is_delisted_only_when_that_is_meant(both):
    both()
    rest = edition(without=[PAK, "SOe.901"])

    with pytest.raises(CommandError, match=r"--expected\): KP, SO"):
        both(rest)
    with pytest.raises(CommandError, match="is written so: the-lot"):
        both(rest, expected="KP the-lot")
    with pytest.raises(CommandError, match="--delist-anyway"):
        both(rest, expected="KP, SO")

    said = both(rest, delist_anyway=True, expected="KP, SO")
    assert "2 delisted" in said
    assert "Overridden: delist what is missing." in said
    assert "Overridden: KP." in said


def test_a_file_that_is_not_there_or_is_a_folder_is_named_in_one_sentence(command, tmp_path):
    with pytest.raises(CommandError, match="none.xml: No such file or directory"):
        command(tmp_path / "none.xml")
    with pytest.raises(CommandError, match="Is a directory"):
        command(tmp_path)


def test_it_is_done_in_the_name_of_an_officer_who_may(propose, command, tmp_path, amina):
    with pytest.raises(CommandError, match="Only administrators and reviewers"):
        propose(by=amina)
    with pytest.raises(CommandError, match="No officer has the address"):
        call_command("import_un_list", str(tmp_path / "list.xml"), by="nobody@office.test")
    with pytest.raises(CommandError, match="Say in whose name"):
        call_command("import_un_list", str(tmp_path / "list.xml"))
    with pytest.raises(CommandError, match="Name a file"):
        command()
    with pytest.raises(CommandError, match="Write the time"):
        propose(obtained="yesterday")
