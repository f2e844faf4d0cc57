"""One way to change a state: take a named step, under a lock, and write it down."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from agency.kernel import wall
from agency.kernel.errors import NotPermitted, Stale, WrongState
from ledger import events


class Step(NamedTuple):
    """From which states, to which state (None: unchanged), and who may."""

    sources: set[str]
    target: str | None
    allowed: Callable[[Any, Any], bool]
    label: Any = ""


class Lifecycle:
    """The table of a model's steps; its `status` changes in `take` and nowhere else."""

    def __init__(self, **steps: Step):
        self.steps = steps

    def open_to(self, officer, obj) -> list[str]:
        """The steps this officer may take now. Buttons and the API's `actions` come from here."""
        return [name for name, step in self.steps.items() if self._open(step, officer, obj)]

    @staticmethod
    def _open(step: Step, officer, obj) -> bool:
        return obj.status in step.sources and step.allowed(officer, obj)

    @contextmanager
    def take(
        self,
        name: str,
        obj: models.Model,
        *,
        by,
        version: int | None = None,
        detail: dict | None = None,
        chain: str = "",
        **data: Any,
    ) -> Iterator[Any]:
        """Yield the locked row to change; on leaving, save it with its new state and its Event.

        `version` is the version that the change is based on. Raises NotPermitted, WrongState
        or Stale; whatever the body raises undoes everything.
        """
        step = self.steps[name]
        with wall.acting_as(by):
            locked = type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
            self._check(name, step, by, locked, version)
            before = locked.status
            yield locked
            if step.target is not None:
                locked.status = step.target
            if hasattr(locked, "version"):
                locked.version += 1
            locked.full_clean(validate_unique=False)
            locked.save()
            events.record(
                f"{locked._meta.model_name}.{name}",
                by=by,
                subject=locked,
                before=before,
                after=locked.status,
                case_id=getattr(locked, "case_id", None),
                data=data,
                detail=detail,
                chain=chain,
                step=True,
            )
        obj.refresh_from_db()

    @contextmanager
    def take_all(
        self,
        name: str,
        rows: models.QuerySet[Any],
        *,
        by,
        fields: Sequence[str] = (),
        data: dict[str, Any] | None = None,
    ) -> Iterator[list[Any]]:
        """Like `take` for many rows of one table at once, locked in order of their keys.

        The body changes `fields` of the rows; they are saved by one UPDATE, with an Event each.
        The database's constraints are asked, the model's validators are not.
        """
        step = self.steps[name]
        with wall.acting_as(by):
            locked = list(rows.order_by("pk").select_for_update(of=("self",)))
            for row in locked:
                self._check(name, step, by, row, None)
            before = [row.status for row in locked]
            yield locked
            for row in locked:
                row.status = step.target or row.status
                row.version += 1
            rows.model._base_manager.bulk_update(locked, ["status", "version", *fields])
            for row, was in zip(locked, before, strict=True):
                events.record(
                    f"{row._meta.model_name}.{name}",
                    by=by,
                    subject=row,
                    before=was,
                    after=row.status,
                    case_id=getattr(row, "case_id", None),
                    data=data,
                    step=True,
                )

    def demand(self, name: str, obj, *, by) -> None:
        """Raise what `take` would, and change nothing: for adding rows to what is locked."""
        self._check(name, self.steps[name], by, obj, None)

    @staticmethod
    def _check(name: str, step: Step, by, locked, version: int | None) -> None:
        noun = locked._meta.verbose_name
        label = step.label or name.replace("_", " ")
        if not step.allowed(by, locked):
            raise NotPermitted(
                _("You may not %(step)s this %(noun)s.") % {"step": label, "noun": noun}
            )
        if locked.status not in step.sources:
            raise WrongState(
                _("Cannot %(step)s: this %(noun)s is %(state)s.")
                % {"step": label, "noun": noun, "state": locked.get_status_display().lower()}
            )
        if version is not None and locked.version != version:
            raise Stale(
                _("Somebody changed this %(noun)s while you were working on it.") % {"noun": noun},
                theirs=locked,
            )
