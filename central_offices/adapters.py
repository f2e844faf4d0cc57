"""allauth's adapter: nobody signs up; administrators invite."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False
