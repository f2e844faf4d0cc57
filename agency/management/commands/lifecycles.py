"""`lifecycles`: write docs/lifecycles.md from the tables in the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from agency import lifecycles


class Command(BaseCommand):
    help = "Write docs/lifecycles.md from the lifecycle tables."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "lifecycles.md"
        path.write_text(lifecycles.as_markdown(), encoding="utf-8")
        self.stdout.write(f"{path} written.")
