"""docs/lifecycles.md is what the tables say."""

from django.conf import settings

from agency import lifecycles


def test_the_page_of_lifecycles_is_current():
    written = (settings.BASE_DIR / "docs" / "lifecycles.md").read_text(encoding="utf-8")

    assert written == lifecycles.as_markdown(), "Run manage.py lifecycles."
