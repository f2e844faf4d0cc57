"""Files in forms: whoever is not signed in has none to give, and nothing of theirs is kept."""

from typing import Any

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler


class OfOfficers(TemporaryFileUploadHandler):
    """Keeps a file beside the request while it is worked on; skips a stranger's."""

    def new_file(self, *given: Any, **named: Any) -> None:
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile
        super().new_file(*given, **named)
