"""manage.py import_un_list: one person proposes an edition of the UN list, another confirms it."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from central_offices.models import Officer
from kernel import acting
from kernel.errors import Refusal
from kernel.jobs import running
from kernel.models import Job
from notices.models import UnListEdition
from notices.un_list import difference, editions, groups
from notices.un_list import job as un_job
from notices.un_list.editions import Said

WHERE = "https://scsanctions.un.org/resources/xml/en/consolidated.xml"
OPEN = (Job.Status.WAITING, Job.Status.RUNNING)
MAX_LINES_SHOWN = 200


class Command(BaseCommand):
    help = (
        "Propose an edition of the United Nations Security Council consolidated list (XML), or "
        f"confirm and load one that another person proposed. The UN publishes it at {WHERE}."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="the list, as the UN publishes it in XML")
        parser.add_argument("--by", metavar="EMAIL", help="the officer who does it")
        parser.add_argument(
            "--source", metavar="TEXT", help="where FILE was obtained; else its path is named"
        )
        parser.add_argument(
            "--obtained",
            metavar="TIME",
            help="when FILE was obtained, as 2026-11-28T14:05 in UTC; else when it was written",
        )
        parser.add_argument(
            "--confirm",
            metavar="DIGEST",
            help="load what somebody else proposed; the first characters of its SHA-256",
        )
        parser.add_argument(
            "--delist-anyway",
            action="store_true",
            help="delist what is missing even if that is more than 30 %% of the notices",
        )
        parser.add_argument(
            "--older-anyway",
            action="store_true",
            help="load an edition that is older than the one that is loaded, or undated",
        )
        parser.add_argument(
            "--expected",
            metavar="CODES",
            default="",
            help="what is meant all the same, where a refusal asks for it: ENTITIES, KP, KPe, a "
            "reference; whoever confirms says the same",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["file"]) == bool(options["confirm"]):
            raise CommandError(_("Name a file to propose it, or --confirm DIGEST to load it."))
        by, name = self._officer(options["by"]), options["file"] or options["confirm"]
        with acting.by_a_rule("a command of the installation"):  # it reads before anybody acts
            self._carry_out(name, by, options)

    def _carry_out(self, name: str, by: Officer, options: dict[str, Any]) -> None:
        try:
            if options["confirm"]:
                self._confirm(options["confirm"], by, options["expected"])
            else:
                self._propose(Path(options["file"]), by, options)
        except OSError as error:
            raise CommandError(f"{error.filename or name}: {error.strerror or error}.") from error
        except Refusal as refusal:
            raise CommandError(f"{Path(name).name}: {refusal}") from refusal
        except DatabaseError as error:
            first = str(error).strip().partition("\n")[0]
            raise CommandError(_("The database refused: %(why)s") % {"why": first}) from error

    def _officer(self, email: str | None) -> Officer:
        if not email:
            raise CommandError(_("Say in whose name, with --by EMAIL."))
        try:
            return Officer.objects.select_related("office").get(email__iexact=email)
        except Officer.DoesNotExist as error:
            raise CommandError(
                _("No officer has the address %(email)s.") % {"email": email}
            ) from error

    def _propose(self, path: Path, by: Officer, options: dict[str, Any]) -> None:
        summary = difference.check(lambda: path.open("rb"))
        self.stdout.write(
            _("%(file)s: %(individuals)d individuals and %(entities)d entities, made %(at)s.")
            % {
                "file": path.name,
                "individuals": summary.individuals,
                "entities": summary.entities,
                "at": summary.generated_at or "?",
            }
        )
        said = Said(
            source=options["source"] or str(path.resolve())[:300],
            obtained_at=self._obtained(path, options["obtained"]),
            delist_anyway=options["delist_anyway"],
            older_anyway=options["older_anyway"],
            expected=self._codes(options["expected"]),
        )
        with path.open("rb") as stream:
            job = un_job.read_soon(stream, path.name, said, by=by, wake=False)
        running.run(job.pk)
        self._end(job)
        edition = UnListEdition.objects.get(file=job.arguments["file"])
        editions.propose(edition, by=by)
        self._tell(edition)
        self.stdout.write(
            _(
                "Nothing is loaded yet. Another administrator or reviewer of the General "
                "Secretariat confirms it on the page “United Nations list”, or here, with the "
                "digest of a copy of their own: import_un_list --confirm DIGEST --by EMAIL"
            )
        )

    def _obtained(self, path: Path, said: str | None) -> datetime:
        if not said:
            return datetime.fromtimestamp(path.stat().st_mtime, UTC)
        try:
            moment = datetime.fromisoformat(said)
        except ValueError as error:
            raise CommandError(_("Write the time as 2026-11-28T14:05.")) from error
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _tell(self, edition: UnListEdition) -> None:
        for line in edition.changes.order_by("reference")[:MAX_LINES_SHOWN]:
            self.stdout.write(f"{line.get_kind_display()}: {line.reference} {line.name}")
        self.stdout.write(difference.sentence(edition.counts))
        for words, value in (
            (_("SHA-256 of the file"), edition.sha256),
            (_("SHA-256 of the difference"), edition.difference_sha256),
            (_("Obtained from"), f"{edition.source}, {edition.obtained_at:%Y-%m-%dT%H:%MZ}"),
        ):
            self.stdout.write(f"{words}: {value}")
        for override in edition.overrides:
            self.stdout.write(_("Overridden: %(what)s.") % {"what": override})

    def _codes(self, typed: str) -> list[str]:
        codes, strange = groups.read_codes(typed)
        if strange:
            raise CommandError(
                _("No section, regime or reference is written so: %(words)s.")
                % {"words": ", ".join(strange)}
            )
        return codes

    def _confirm(self, digest: str, by: Officer, expected: str) -> None:
        edition = self._proposed(digest, by)
        self._tell(edition)
        job = un_job.confirm(
            edition, by=by, digest=digest, expected=self._codes(expected), wake=False
        )
        began = time.monotonic()
        if not running.run(job.pk, lambda job: self._work(job)):
            self._follow(job)
        self._end(job)
        self.stdout.write(_("%(seconds).1f seconds.") % {"seconds": time.monotonic() - began})

    def _proposed(self, digest: str, by: Officer) -> UnListEdition:
        editions.demand_keeper(by)
        rows = UnListEdition.objects.visible_to(by).filter(
            sha256__startswith=digest.lower(), status=UnListEdition.Status.PROPOSED
        )
        with acting.acting_as(by):
            found = list(rows.select_related("file", "uploaded_by__office")[:2])
        if len(found) != 1:
            raise CommandError(
                _("No single edition with the digest %(digest)s waits for a second person.")
                % {"digest": digest}
            )
        return found[0]

    def _work(self, job: Job) -> None:
        un_job.carry_out(job, self._progress)

    def _progress(self, done: int, total: int) -> None:
        if not total:
            return
        share = 100 * done // total
        line = _("%(done)d of %(total)d changes, %(share)d %%") % {
            "done": done,
            "total": total,
            "share": share,
        }
        if self.stdout.isatty():
            self.stdout.write(f"\r{line}", ending="\n" if done >= total else "")
            self.stdout.flush()
        else:
            self.stdout.write(line)

    def _follow(self, job: Job) -> None:
        """The worker was faster: watch it."""
        _read_again(job)
        while job.status in OPEN:
            self._progress(job.done, job.total or 0)
            time.sleep(1)
            _read_again(job)

    def _end(self, job: Job) -> None:
        _read_again(job)
        if job.status == Job.Status.DONE:
            for line in job.findings:
                self.stdout.write(line)
        elif job.status in OPEN:
            raise CommandError(
                _("It broke off; nothing was changed. The worker will try it again.")
            )
        else:
            raise CommandError(job.error or _("It was stopped; nothing was changed."))


@acting.by_a_rule(un_job.JOBS)
def _read_again(job: Job) -> None:
    job.refresh_from_db()
