"""Who may read which request, worked out from the raw rows; and what an office really gets.

`oracle` knows nothing of `visible_to` or of `seen_by`: an office reads what it wrote, and what
was delivered to it, up to the officer's clearance. `said_to` adds whom words may be said to.
"""

import random
import re
from collections.abc import Callable, Iterator
from uuid import uuid4

from django.db import connection
from django.test import Client

from central_offices.models import CentralOffice, Classification, Officer, Role
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Request
from exchange.requests import sending
from ledger.delivery import delivering
from ledger.models import Destination
from tests import systems, world
from tests.exchange.conftest import deliver_all, draft
from tests.plumbing.by_the_owner import by_the_owner

REFERENCE = re.compile(r"R-[A-Z]{3}-\d{4}-\d{6}")
WORD = "canoe"
RAW = """
SELECT r.reference FROM exchange_request r
WHERE r.classification <= %s AND (r.owner_office_id = %s OR EXISTS (
    SELECT FROM ledger_message m
    JOIN ledger_delivery d ON d.message_id = m.id
    JOIN ledger_destination t ON t.id = d.destination_id
    WHERE m.thread = r.id AND m.type = 'request.sent'
      AND d.delivered_at IS NOT NULL AND t.office_id = %s))
"""

SAID = re.compile(r"heard-[0-9a-f-]{36}")
RAW_SAID = """
SELECT c.text FROM exchange_contribution c
JOIN exchange_request r ON r.id = c.request_id
JOIN exchange_requestrecipient s ON s.id = c.recipient_id
WHERE c.classification <= %(level)s AND (c.office_id = %(office)s OR (EXISTS (
    SELECT FROM ledger_delivery d JOIN ledger_destination t ON t.id = d.destination_id
    WHERE d.message_id = c.message_id AND d.delivered_at IS NOT NULL AND t.office_id = %(office)s)
  AND (r.owner_office_id = %(office)s OR s.office_id = %(office)s
    OR (r.conversation = 'COMMON' AND NOT c.private AND EXISTS (
      SELECT FROM exchange_requestrecipient o
      WHERE o.request_id = r.id AND o.office_id = %(office)s)))))
"""


def oracle(officer: Officer) -> set[str]:
    """References of the requests that the officer may read."""
    with connection.cursor() as cursor:
        cursor.execute(RAW, [officer.clearance, officer.office_id, officer.office_id])
        return {row[0] for row in cursor.fetchall()}


def said_to(officer: Officer) -> set[str]:
    """Texts about requests that the officer may read; every text is said once."""
    with connection.cursor() as cursor:
        cursor.execute(RAW_SAID, {"level": officer.clearance, "office": officer.office_id})
        return {row[0] for row in cursor.fetchall()}


def populate(codes: list[str], requests: int, seed: int) -> dict[str, Officer]:
    """Requests at every point of their life between these offices; an officer of each reads."""
    chance = random.Random(seed)
    offices = {row.code: row for row in CentralOffice.objects.filter(code__in=codes)}
    writers = {code: _officer("writer", office, 2) for code, office in offices.items()}
    readers = {
        code: _officer("reader", office, chance.choice([0, 1, 1, 2, 2]))
        for code, office in sorted(offices.items())
    }
    silent = chance.sample(codes, len(codes) // 6)
    Destination.objects.filter(office__code__in=silent).update(paused_at="2026-01-01T00:00Z")
    for number in range(requests):
        _request(chance, codes, writers, number)
    return readers


def _request(chance: random.Random, codes: list[str], writers, number: int) -> None:
    sender, *recipients = chance.sample(codes, chance.choice([2, 2, 3, 4]))
    by = writers[sender]
    classification = chance.choice([0, 1, 1, 2])
    title = f"A {WORD} number {number}"
    common = chance.choice(["COMMON", "INDIVIDUAL"])
    words = {"title": title, "classification": classification, "conversation": common}
    request = draft(by, *recipients, **words)
    fate = chance.random()
    if fate < 0.1:
        return
    if fate < 0.15:
        sending.discard(request, by=by)
        return
    sending.send(request, by=by)
    if fate < 0.25:
        sending.recall(request, by=by, reason="Solved")
    if fate < 0.9:
        for destination in Destination.objects.filter(office__code__in=recipients):
            delivering.deliver(destination.pk)
        _talk(chance, request, writers)
    if fate > 0.8 and request.recipients.filter(delivered_at__isnull=False).exists():
        sending.recall(request, by=by, reason="Solved")


def _talk(chance: random.Random, request: Request, writers) -> None:
    """Some answer, some ask and are replied to; some of it is private, some delivered."""
    for recipient in request.recipients.filter(status="DELIVERED").order_by("pk"):
        by, private = writers[recipient.office.code], chance.choice([True, False, None])
        words = ContributionDraft(f"heard-{uuid4()}", "A", "1", private=private)
        if chance.random() < 0.3:
            continue
        if chance.random() < 0.5:
            answering.answer(recipient, words, by=by, partial=chance.random() < 0.5)
        else:
            answering.ask(recipient, words, by=by)
            reply = words._replace(text=f"heard-{uuid4()}", private=None)
            answering.clarify(recipient, reply, by=writers[request.owner_office.code])
    if chance.random() < 0.8:
        deliver_all()


def _officer(name: str, office: CentralOffice, clearance: int) -> Officer:
    row = Officer(
        email=f"{name}.{office.code.lower()}@office.test",
        name=f"{name} {office.code}",
        office=office,
        clearance=clearance,
        password=world.HASH,
        valid_from=world.LONG_AGO,
    )
    with by_the_owner():
        row.save()
    systems.give(row, Role.OFFICER)
    return row


class Exits:
    """Everything through which one officer may learn of requests."""

    def __init__(self, officer: Officer, browser: Client, caller):
        self.officer, self.browser, self.caller = officer, browser, caller
        session = browser.session
        session["purpose"] = {"code": "INFORMATION", "until": 1e12}
        session.save()

    def whole(self) -> Iterator[tuple[str, set[str]]]:
        """Exits that show all: what each of them showed."""
        tabs = ("to_us", "from_us", "drafts")
        yield "list", self._tabs(lambda tab: self._pages(f"/requests/?tab={tab}"), tabs)
        found = self._tabs(lambda tab: self._pages(f"/requests/?tab={tab}&q={WORD}"), tabs)
        yield "search in the list", found
        yield "API list", self._api("/api/v1/requests/?limit=30&fields=reference")
        yield "API search", self._api(f"/api/v1/requests/?q={WORD}&limit=200")
        both = ("to_us", "from_us")
        yield (
            "API direction",
            self._tabs(lambda way: self._api(f"/api/v1/requests/?direction={way}&limit=200"), both),
        )

    def parts(self) -> Iterator[tuple[str, set[str]]]:
        """Exits that show some: what each of them showed."""
        for address in ("/", "/duty", "/approvals", f"/search?q={WORD}", "/dead-letters"):
            yield address, self._shown(address)

    def counted(self) -> int:
        """How many there are in all three tabs, as the pages say."""
        total = 0
        for tab in ("to_us", "from_us", "drafts"):
            page = self.browser.get(f"/requests/?tab={tab}&q={WORD}").content.decode()
            total += int(re.search(r"(\d+) requests?\b", page)[1])
        return total

    def mailbox(self) -> set[str]:
        """References in what the office's own system, cleared like the officer, takes."""
        return {data["reference"] for data in self._taken()}

    def mailbox_words(self) -> set[str]:
        """Texts said to the office, as its system takes them from the mailbox."""
        return {data["text"] for data in self._taken() if "text" in data}

    def _taken(self) -> list[dict]:
        client = systems.register(self.officer.office, clearance=self.officer.clearance)
        caller, seen = systems.calling(client), []
        for lane in ("URGENT", "NORMAL"):
            page = {"more": True, "cursor": 0}
            while page["more"]:
                query = {"lane": lane, "after": page["cursor"], "limit": 50}
                page = caller.get("/api/v1/mailbox/", query).json()
                told = [row for row in page["messages"] if row["type"] != "message.withheld"]
                seen += [message["data"] for message in told]
        return seen

    def words(self, request: Request) -> list[tuple[str, set[str]]]:
        """Texts shown of what was said about a request: over the API, and by its page.

        Both ask for a reason first where it is confidential: nothing then.
        """
        if request.classification == Classification.CONFIDENTIAL:
            return []
        rows = self.caller.get(f"/api/v1/requests/{request.pk}/contributions/").json()
        page = self.browser.get(f"/requests/{request.reference}/").content.decode()
        return [("API", {row["text"] for row in rows}), ("page", set(SAID.findall(page)))]

    def reads(self, request: Request, way: int) -> int:
        """The status of one of a request's own addresses."""
        address = [
            f"/requests/{request.reference}/",
            f"/api/v1/requests/{request.pk}/",
            f"/api/v1/requests/{request.pk}/contributions/",
        ][way % 3]
        if address.startswith("/api/"):
            return self.caller.get(address, headers={"X-Reason": "To compare"}).status_code
        return self.browser.get(address).status_code

    def _tabs(self, read: Callable[[str], set[str]], names) -> set[str]:
        return set().union(*(read(name) for name in names))

    def _shown(self, address: str) -> set[str]:
        return set(REFERENCE.findall(self.browser.get(address).content.decode()))

    def _pages(self, address: str) -> set[str]:
        seen: set[str] = set()
        while address:
            page = self.browser.get(address).content.decode()
            seen |= set(REFERENCE.findall(page))
            following = re.search(r'rel="next" href="(\?[^"]*)"', page)
            address = "/requests/" + following[1].replace("&amp;", "&") if following else ""
        return seen

    def _api(self, address: str) -> set[str]:
        seen: set[str] = set()
        while address:
            page = self.caller.get(address, headers={"X-Purpose": "INFORMATION"}).json()
            seen |= {row["reference"] for row in page["results"]}
            address = page["next"]
        return seen
