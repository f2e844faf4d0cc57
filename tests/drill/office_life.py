"""A fresh installation outside the demo, its people at their browsers, and the work of its workers.

Everything happens on pages: links and codes come from the mails that the system wrote, second
factors are set up as a telephone does. The one command is `first_administrator`.
"""

import io
import re
from typing import Any

from allauth.mfa.totp.internal import auth
from django.core import mail
from django.core.management import call_command
from kombu import Connection

from agency.celery import app
from tests.drill import browsing, elapsed
from tests.drill.browsing import Page, Stuck

WORDS = "seven quiet herons wade upstream"
QUEUES = ("delivery", "pdf", "default")


class Person(browsing.Browser):
    """Somebody with an address, a password and a telephone."""

    def __init__(self, name: str, office: str):
        super().__init__()
        self.name, self.office = name, office
        self.email = f"{name.lower()}@{office.lower()}.example"
        self.password, self.seed = WORDS + f" {len(name)}", ""
        self.filed: list[str] = []  # references of cases and requests

    def letter(self, mark: str) -> str:
        """The link in the last mail to this person that has this in it."""
        found = [one.body for one in mail.outbox if one.to == [self.email] and mark in one.body]
        if not found:
            raise Stuck(f"No mail with {mark} to {self.email}.")
        links = [one for one in re.findall(r"https?://\S+", found[-1]) if mark in one]
        return str(links[0])

    def come_in(self) -> None:
        """Open the link of the invitation, choose a password, set up the telephone."""
        page = self.open(self.letter("/invitation/"))
        self.press(page, "Keep this password", password=self.password, again=self.password)
        self.sign_in()

    def sign_in(self) -> Page:
        """A new browser, the password, the code: the page that opens first."""
        browsing.Browser.__init__(self)
        page = self.press(
            self.open("/accounts/login/"), "Sign in", login=self.email, password=self.password
        )
        if page.path.startswith("/accounts/2fa/authenticate/"):
            page = self.press(page, "Sign in", code=self.code())
        if page.path == "/accounts/2fa/":
            page = self.set_up_telephone(page)
        return page

    def set_up_telephone(self, page: Page) -> Page:
        """The telephone takes the key from the page and shows codes from now on."""
        page = self.follow(page, "Set up the app")
        found = re.search(r'<code[^>]*dir="ltr">\s*(\w+)\s*</code>', page.source)
        assert found, page.plain()
        self.seed = found[1]
        return self.press(page, "Use the app", code=self.code())

    def code(self) -> str:
        """The code that the telephone shows."""
        counter = next(auth.yield_hotp_counters_from_time())
        return str(auth.format_hotp_value(auth.hotp_value(self.seed, counter)))

    def press(self, page: Page, button: str, **given: Any) -> Page:
        """As in any browser; where the form asks who is there, with the code.

        A code that ran out while it was sent is typed anew.
        """
        if "proof" in page.form_with(button).names and "proof" not in given:
            given["proof"] = self.code()
        try:
            return super().press(page, button, **given)
        except Stuck:
            typed = next((name for name in ("proof", "code") if name in given), "")
            if not typed or given[typed] == self.code():
                raise
            given[typed] = self.code()
            return super().press(page, button, **given)


class Installation:
    """The database of a new installation, its workers, and the passing of time."""

    def __init__(self, database: str):
        self.database = database

    def first(self, person: Person) -> None:
        """The operator's command, whose output the operator hands to the person."""
        said = io.StringIO()
        call_command("first_administrator", person.email, name=person.name, stdout=said)
        link = said.getvalue().split()[-1]
        person.letter("/invitation/")  # it is mailed as well
        page = person.open(link)
        person.press(page, "Keep this password", password=person.password, again=person.password)
        person.sign_in()

    def work(self) -> None:
        """Whatever the workers would do now: the beats, and what was put into the queues."""
        app.loader.import_default_modules()
        for _round in range(2):
            for beat in app.conf.beat_schedule.values():
                app.tasks[beat["task"]]()
            for name, arguments in iter(self._next, None):
                app.tasks[name](*arguments)

    def later(self, days: float) -> None:
        """Let days pass; every session has ended since, and the workers have worked."""
        elapsed.pass_days(days, self.database)
        self.work()

    @staticmethod
    def _next() -> tuple[str, list[Any]] | None:
        """The next task in the queues, and what it is called with."""
        with Connection(app.conf.broker_url) as connection:
            for queue in QUEUES:
                taken = connection.default_channel.basic_get(queue, no_ack=True)
                if taken:
                    message = connection.default_channel.message_to_python(taken)
                    return message.headers["task"], list(message.payload[0])
        return None
