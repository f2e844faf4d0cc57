"""manage.py rotate_file_key: brings everything that is sealed under the first key of the ring."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel import rotation, sealing
from kernel.files.stored_files import Broken


class Command(BaseCommand):
    help = (
        "After FILE_KEY was changed and its former value put into FILE_KEY_FALLBACKS: seal all "
        "anew. When it ends well, the former value may go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rotation.rotate(lambda what, n: self.stdout.write(f"{what}: {n} sealed anew"))
        except (Broken, sealing.NotOurs) as error:
            raise CommandError(f"{error} Nothing of it was changed; put its key back.") from error
        self.stdout.write("Everything is under FILE_KEY. FILE_KEY_FALLBACKS may be emptied.")
