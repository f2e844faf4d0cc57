"""manage.py import_un_list FILE: brings the UN special notices to what the list says."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.models import CentralOffice, Officer
from kernel.errors import Refusal
from kernel.jobs import running
from kernel.models import Job
from notices.un_list import importing
from notices.un_list import job as un_job

WHERE = "https://scsanctions.un.org/resources/xml/en/consolidated.xml"
OPEN = (Job.Status.WAITING, Job.Status.RUNNING)


class Command(BaseCommand):
    help = (
        "Load an edition of the United Nations Security Council consolidated list (XML) as UN "
        f"special notices: all of it or nothing. The UN publishes it at {WHERE}."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the list, as the UN publishes it in XML")
        parser.add_argument("--by", metavar="EMAIL", help="the officer who imports it")
        parser.add_argument(
            "--delist-anyway",
            action="store_true",
            help="delist what is missing even if that is more than 30 %% of the notices",
        )
        parser.add_argument(
            "--older-anyway",
            action="store_true",
            help="load an edition older than the one that is loaded",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            summary = importing.check(lambda: path.open("rb"))
            self.stdout.write(
                _("%(file)s: %(individuals)d individuals and %(entities)d entities, made %(at)s.")
                % {
                    "file": path.name,
                    "individuals": summary.individuals,
                    "entities": summary.entities,
                    "at": summary.generated_at or "?",
                }
            )
            self._load(path, options)
        except OSError as error:
            raise CommandError(f"{error.filename or path}: {error.strerror or error}.") from error
        except Refusal as refusal:
            raise CommandError(f"{path.name}: {refusal}") from refusal
        except DatabaseError as error:
            first = str(error).strip().partition("\n")[0]
            raise CommandError(_("The database refused: %(why)s") % {"why": first}) from error

    def _load(self, path: Path, options: dict[str, Any]) -> None:
        chosen = {name: options[name] for name in ("delist_anyway", "older_anyway")}
        by = self._officer(options["by"])
        with path.open("rb") as stream:
            job = un_job.start(stream, path.name, by=by, wake=False, **chosen)
        began = time.monotonic()
        if not running.run(job.pk, self._work):
            self._follow(job)
        job.refresh_from_db()
        self._say(job, time.monotonic() - began)

    def _officer(self, email: str | None) -> Officer:
        try:
            if email:
                return Officer.objects.select_related("office").get(email__iexact=email)
            return roles.system()
        except Officer.DoesNotExist as error:
            raise CommandError(
                _("No officer has the address %(email)s.") % {"email": email}
            ) from error
        except CentralOffice.DoesNotExist as error:
            raise CommandError(_("The General Secretariat isn't set up yet.")) from error

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
        while Job.objects.filter(pk=job.pk, status__in=OPEN).exists():
            job.refresh_from_db()
            self._progress(job.done, job.total or 0)
            time.sleep(1)

    def _say(self, job: Job, seconds: float) -> None:
        if job.status == Job.Status.DONE:
            for line in job.findings:
                self.stdout.write(line)
            self.stdout.write(_("%(seconds).1f seconds.") % {"seconds": seconds})
        elif job.status in OPEN:
            raise CommandError(
                _("The import broke off; nothing was changed. The worker will try it again.")
            )
        else:
            raise CommandError(job.error or _("The import was stopped; nothing was changed."))
