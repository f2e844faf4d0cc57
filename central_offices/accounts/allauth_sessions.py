"""allauth's list of sessions as an app, without the signals by which it writes keys itself."""

from allauth.usersessions.apps import UserSessionsConfig


class SessionsByDigest(UserSessionsConfig):
    """`accounts/sign_ins.py` and the middleware write the rows instead."""

    def ready(self) -> None:
        """Connect nothing."""
