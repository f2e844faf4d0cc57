"""What every process of the web server needs is loaded once, before gunicorn forks them.

What is loaded then lies in memory that they share, and no first visitor waits for it.
"""

import gc
from pathlib import Path

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver
from django.utils import translation

# Of new objects until the youngest are looked through (700 by default). A page makes thousands,
# nearly all of which are gone with its answer without being looked for.
COLLECT_AFTER = (50_000, 20, 100)
PAGES = "*.html"


def load() -> None:
    """Addresses in every language, templates and translations; the database is not asked."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
            _ = get_resolver().url_patterns, get_resolver().reverse_dict
    for name in _templates():
        try:
            get_template(name)
        except (TemplateDoesNotExist, TemplateSyntaxError):
            continue  # of an application that is not used here
    # All this lives as long as the process: no collection of garbage need walk through it again.
    gc.collect()
    gc.freeze()


def collect_less_often() -> None:
    """Look for garbage that refers to itself after more new objects than usual."""
    gc.set_threshold(*COLLECT_AFTER)


def _templates() -> list[str]:
    places = [settings.BASE_DIR / "templates", *map(Path, get_app_template_dirs("templates"))]
    own = [place for place in places if place.is_relative_to(settings.BASE_DIR)]
    return sorted(
        str(path.relative_to(place)) for place in own for path in Path(place).rglob(PAGES)
    )
