"""One way to change a state: take a named step, under a lock, and write it down."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from kernel import acting, trail
from kernel.acting import Officer
from kernel.errors import NotPermitted, Stale, WrongState
from kernel.wording import within_sentence
from ledger import events
from ledger.delivery import bulk_update

Row = TypeVar("Row", bound=models.Model)
A_STEP = "a step"  # decides by all rows: one that reads less than there is decides wrongly


class Step(NamedTuple):
    """From which states, to which state (None: unchanged), and who may.

    `four_eyes` names the right by which the officer is one of several persons who decide (or finds
    it, from officer and row): who is too new for that may not take the step yet. A step that
    `publishes` waits until the installation is in service.
    `proof`: a person shows anew who is there, if that was more than five minutes ago (ASVS 7.5.3).
    `why(officer, row)` says to whom it is closed what keeps him from it and what helps, or nothing.
    """

    sources: AbstractSet[str]
    target: str | None
    allowed: Callable[[Any, Any], bool]
    label: Any = ""
    four_eyes: str | Callable[[Any, Any], str] = ""
    publishes: bool = False
    proof: bool = False
    why: Callable[[Any, Any], str] | None = None


WhyNot = Callable[[Any, str, Any], str]
_ask: list[tuple[WhyNot, Callable[[], str]]] = []


def ask_who_counts(why_not: WhyNot, why_not_published: Callable[[], str]) -> None:
    """Register who knows which officers count yet, and whether anything is published yet.

    `why_not(officer, right, row)` says in a sentence why somebody doesn't, or nothing;
    `why_not_published()` why nothing is.
    """
    _ask[:] = [(why_not, why_not_published)]


def why_not_yet(step: Step, officer: Any, obj: Any) -> str:
    """Why an officer who may take the step may not yet; empty when nothing is against it."""
    for why_not, why_not_published in _ask:
        if step.publishes and (sentence := why_not_published()):
            return sentence
        eyes = step.four_eyes
        if right := eyes if isinstance(eyes, str) else eyes(officer, obj):
            return why_not(officer, right, obj)
    return ""


class Lifecycle:
    """The table of a model's steps; its `status` changes in `take` and nowhere else."""

    def __init__(self, **steps: Step):
        self.steps = steps

    def open_to(self, officer: Officer, obj: Any, *names: str) -> list[str]:
        """The steps this officer may take now, of those named or of all.

        Buttons and the API's `actions` come from here.
        """
        asked = names or self.steps
        return [name for name in asked if self._open(self.steps[name], officer, obj)]

    @staticmethod
    def _open(step: Step, officer: Officer, obj: Any) -> bool:
        may = obj.status in step.sources and step.allowed(officer, obj)
        return may and not why_not_yet(step, officer, obj)

    @contextmanager
    def take(
        self,
        name: str,
        obj: Row,
        *,
        by: Officer,
        version: int | None = None,
        detail: dict[str, Any] | None = None,
        chain: str = "",
        **data: Any,
    ) -> Iterator[Row]:
        """Yield the locked row to change; on leaving, save it with its new state and its Event.

        `version` is the version that the change is based on. Raises NotPermitted, WrongState
        ProofNeeded or Stale; whatever the body raises undoes everything.
        """
        step = self.steps[name]
        with acting.acting_as(by):
            locked = self._locked(name, step, obj)
            # Only what is seen is changed; what decides on it may be what its actor does not see.
            with acting.by_a_rule(A_STEP):
                self._check(name, step, by, locked, version)
                self._prove(step)
                before = locked.status
                yield locked
                locked.status = step.target or locked.status
                if hasattr(locked, "version"):
                    locked.version += 1
                locked.full_clean(validate_unique=False)
                locked.save()
                _record(name, locked, before, by=by, data=data, detail=detail, chain=chain)
                obj.refresh_from_db()

    @contextmanager
    def take_all(
        self,
        name: str,
        rows: models.QuerySet[Any],
        *,
        by: Officer,
        fields: Sequence[str] = (),
        chain: str = "",
        data: dict[str, Any] | None = None,
        skip_locked: bool = False,
    ) -> Iterator[list[Any]]:
        """Like `take` for many rows of one table at once, locked in order of their keys.

        With `skip_locked`, rows that somebody else has locked are left out. The body changes
        `fields` of the rows; they are saved by one UPDATE, with an Event each. The database's
        constraints are asked, the model's validators are not.
        """
        step = self.steps[name]
        with acting.acting_as(by):
            wanted = rows.order_by("pk")
            locked = list(wanted.select_for_update(of=("self",), skip_locked=skip_locked))
            with acting.by_a_rule(A_STEP):
                for row in locked:
                    self._check(name, step, by, row, None)
                self._prove(step)
                before = [row.status for row in locked]
                yield locked
                for row in locked:
                    row.status = step.target or row.status
                    row.version += 1
                bulk_update.update(locked, ["status", "version", *fields])
                for row, was in zip(locked, before, strict=True):
                    _record(name, row, was, by=by, data=data, chain=chain)

    def demand(self, name: str, obj: Any, *, by: Officer) -> None:
        """Raise what `take` would, and change nothing: for adding rows to what is locked."""
        self._check(name, self.steps[name], by, obj, None)

    @staticmethod
    def _locked(name: str, step: Step, obj: Row) -> Any:
        """The row as it stands, for this transaction alone; raises NotPermitted if it is unseen."""
        rows = type(obj)._base_manager.select_for_update(of=("self",))
        if (locked := rows.filter(pk=obj.pk).order_by("pk").first()) is None:
            raise NotPermitted(_may_not(name, step, obj))
        return locked

    @staticmethod
    def _prove(step: Step) -> None:
        if step.proof:
            acting.demand_proof()

    @staticmethod
    def _check(name: str, step: Step, by: Officer, locked: Any, version: int | None) -> None:
        noun = locked._meta.verbose_name
        if not step.allowed(by, locked):
            because = step.why(by, locked) if step.why else ""
            raise NotPermitted(f"{_may_not(name, step, locked)} {because}".strip())
        if sentence := why_not_yet(step, by, locked):
            raise NotPermitted(sentence)
        if locked.status not in step.sources:
            raise WrongState(
                _("Cannot %(step)s: this %(noun)s is %(state)s.")
                % {
                    "step": _label(name, step),
                    "noun": noun,
                    "state": within_sentence(locked.get_status_display()),
                }
            )
        if version is not None and locked.version != version:
            raise Stale(
                _("Somebody changed this %(noun)s while you were working on it.") % {"noun": noun},
                theirs=locked,
            )


def _label(name: str, step: Step) -> Any:
    return step.label or name.replace("_", " ")


def _may_not(name: str, step: Step, obj: Any) -> str:
    about = {"step": _label(name, step), "noun": obj._meta.verbose_name}
    return _("You may not %(step)s this %(noun)s.") % about


def _record(name: str, row: Any, before: str, *, by: Officer, **more: Any) -> None:
    events.record(
        f"{row._meta.model_name}.{name}",
        by=by,
        subject=row,
        before=before,
        after=row.status,
        case_id=getattr(row, "case_id", None),
        step=True,
        **more,
    )
    trail.note_at_commit(
        "Step taken.",
        subject=row._meta.model_name,
        subject_id=str(row.pk),
        step=name,
        before=before,
        after=row.status,
    )
