"""The rule about what a committed file may not name finds it by its shape, and names none."""

from pathlib import Path

import pytest

from launch import elsewhere, house_rules
from launch.places import ROOT


def joined(*parts: str, by: str = "/") -> str:
    """Put together only when the test runs: this file is under the rule too."""
    return by.join(parts)


def found(text: str, name: str = "cases/some_module.py", root: Path = ROOT) -> list[str]:
    return list(elsewhere.traces(name, text, root))


PATHS = [
    joined("", "home", "somebody", "notes.txt"),
    joined("", "work", "elsewhere"),
    joined("", "opt", "mirror", "wheels"),
    joined("", "root", ".config"),
    joined("", "tmp", "somebody", "list.xml"),
]
HOSTS = [
    joined("packages", "python", "io", by="."),
    joined("registry", "corp", "internal", by="."),
    joined("10", "1", "2", "3", by="."),
]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_of_one_machine_is_found(path):
    assert found(f'PLACE = "{path}"') == [
        f"cases/some_module.py: names {path}, a path of one machine."
    ]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scheme", ["https", "http", "ftp", "postgresql"])
def test_a_host_that_the_product_does_not_need_is_found(scheme, host):
    for text in (joined(scheme + ":", "", host, "x"), joined(scheme + ":", "", f"a:b@{host}:8443")):
        assert len(found(f"see {text} there")) == 1, text


def test_an_index_of_packages_is_found_without_its_scheme():
    host = joined("wheels", "corp", by=".")

    assert len(found(joined("--index-url=" + host, "simple", "django"))) == 1


def test_a_place_outside_the_repository_is_found():
    up = joined("..", "..", "notes")

    assert len(found(up, "cases/module.py")) == 1
    assert found(up, "tests/kernel/test_some.py") == []  # leads to the root, and no further


@pytest.mark.parametrize(
    "text",
    [
        "https://lisbon.example/in",
        "https://exchange.lisbon.example:8443/in",
        "http://127.0.0.1:8000/",
        "http://testserver/",
        "postgresql://user:password@host:5432/iisa",
        "https://scsanctions.un.org/resources/xml/en/consolidated.xml",
        "/public/key-issues/",
        "/tmp/list.xml",
        "/usr/share/fonts",
        "/var/lib/iisa/",
        "docs/laws.md",
        "laws.md",
        "*.md",
    ],
)
def test_what_the_product_needs_is_no_trace(text):
    assert found(f'"{text}"') == []


def test_hostile_addresses_are_named_in_tests_only():
    text = joined("http:", "", joined("169", "254", "169", "254", by="."), "latest")

    assert found(text, "tests/kernel/test_outbound.py") == []
    assert len(found(text)) == 1


def test_a_document_that_is_not_in_the_repository_is_found():
    for name in ("notes", "docs/notes", "../design"):
        document = f"{name}.{'md'}"
        assert f"names {document}, which is not in the repository." in found(document)[0]


def test_a_document_is_named_from_the_folder_of_its_file(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "one.txt").touch()
    (tmp_path / "docs" / f"two.{'md'}").touch()
    link = f"[two](two.{'md'})"

    assert found(link, "docs/one.txt", tmp_path) == []
    assert len(found(link.replace("two", "three"), "docs/one.txt", tmp_path)) == 1


def test_no_committed_file_names_what_is_elsewhere():
    assert list(house_rules.named_elsewhere()) == []


def test_the_rule_itself_names_nothing():
    path = ROOT / "launch" / "elsewhere.py"

    assert path in house_rules.committed()
    assert found(path.read_text("utf-8"), "launch/elsewhere.py") == []


def test_a_view_that_shows_refusals_in_its_own_way_is_found():
    caught = "try:\n    act()\nexcept {}:\n    pass\n"

    for written in ("Refusal", "errors.Stale as stale", "(KeyError, NotReady)"):
        assert house_rules.caught_refusals(caught.format(written)) == [3], written
    assert house_rules.caught_refusals(caught.format("(KeyError, ValueError)")) == []


def test_a_docstring_that_begins_like_a_question_is_found():
    text = 'class Sight:\n    """{}"""\n\n    def of(self):\n        """{}"""\n'

    for word in ("What", "Who", "Whom", "Whose", "Which"):
        asks = f"{word} may see it."
        assert house_rules.asking(text.format(asks, asks)) == [(1, "Sight"), (4, "of")]
    for says in ("Offices that may see it.", "Whoever may see it.", ""):
        assert house_rules.asking(text.format(says, says)) == [], says
