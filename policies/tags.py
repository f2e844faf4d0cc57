"""Tags of cases and requests: dated rules, carried by code, in the words of today.

A record keeps a tag that ended; it is offered on no other. No tag is anybody's own words: a name
in one would be read by everybody who filters a list.
"""

from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.dated_rules import tables
from central_offices.dated_rules.tables import DatedTable, Faults, Values
from kernel import tables as kernel_tables
from kernel.values import sorting
from policies import texts
from policies.models import Tag

CODE_HELP = gettext_lazy("Capital letters, digits and underlines, such as FOOD_SAFETY.")

Uses = Callable[[str], str]  # a sentence on the records that carry the tag of this code
_uses: list[Uses] = []


def register() -> None:
    """Called once, when the apps are ready."""
    tables.register(TAGS)


def tell_of(uses: Uses) -> None:
    """Let an app above say in previews of a change how many of its records carry the tag."""
    _uses.append(uses)


def begun() -> list[Tag]:
    """Every tag there is or was, by its name, in its words of today or else its last ones."""
    return sorting.by_name(Tag.objects.begun())


def choices() -> list[tuple[str, str]]:
    """Every tag by which lists are narrowed, as (code, words)."""
    return [(tag.code, str(tag)) for tag in begun()]


def named(codes: Iterable[str]) -> list[Tag]:
    """The tags of these codes, by their names."""
    wanted = set(codes)
    return [tag for tag in begun() if tag.code in wanted] if wanted else []


def offered(carried: Iterable[str] = ()) -> list[Tag]:
    """The tags that a record can be given: those in force, and those that it carries already."""
    kept, rows = set(carried), begun()
    today = {tag.code for tag in kernel_tables.in_force(rows, timezone.now().date())}
    return [tag for tag in rows if tag.code in today | kept]


def in_order(codes: Iterable[str]) -> list[str]:
    """The codes as records keep them: each once, in order."""
    return sorted(set(codes))


def in_force(codes: Iterable[str]) -> list[str]:
    """Those of the codes whose tags can be given to a new record today."""
    rows = Tag.objects.in_force().filter(code__in=list(codes))
    return sorted(rows.values_list("code", flat=True))


def faults(codes: Iterable[str], carried: Iterable[str] = ()) -> Faults:
    """Why a record that carries some can't be given these, as (field, sentence); empty: it can."""
    added = set(codes) - set(carried)
    unknown = sorted(added - set(in_force(added))) if added else []
    sentence = _("%(code)s is not in the list of tags today.")
    return [("tags", sentence % {"code": code[:80]}) for code in unknown[:1]]


def _concerned(key: Values, before: Values, after: Values) -> Iterator[str]:
    for uses in _uses:
        yield uses(key["code"])
    if after:
        yield _("Pages, lists and filters call the tag so from that day on.")
    else:
        yield _("From that day on it can be given to nothing else.")


def _check(values: Values) -> Faults:
    wrong = [] if tables.is_code(values["code"]) else [("code", str(CODE_HELP))]
    return [*wrong, *texts.in_every_language(values)]


TAGS = DatedTable(
    model=Tag,
    slug="tags",
    title=gettext_lazy("Tags"),
    effect=gettext_lazy(
        "What cases and requests are about besides their portfolios; what carries a tag keeps it."
    ),
    key={"code": gettext_lazy("Code")},
    content={"names": gettext_lazy("Name"), "scopes": gettext_lazy("What it covers")},
    helps={
        "code": CODE_HELP,
        "names": gettext_lazy("A field of crime or trade; never a person, a case or an operation."),
    },
    long=("scopes",),
    concerned=_concerned,
    check=_check,
    every_language=True,
)
