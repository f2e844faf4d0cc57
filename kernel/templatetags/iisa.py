"""The components of the pages as template tags (docs/laws.md N8): chips, marks, times, icons."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel import wording

register = template.Library()

LEVELS = ["official", "restricted", "confidential"]
MARKS = {
    "RED": "R",
    "BLUE": "B",
    "GREEN": "G",
    "YELLOW": "Y",
    "BLACK": "K",
    "ORANGE": "O",
    "PURPLE": "P",
    "SILVER": "S",
    "UN": "UN",
}
UTC_ZONE = ZoneInfo("UTC")
MIRRORED = {"arrow", "send"}
SOON = 70  # per cent of the time used, from which a deadline turns amber (iisa.js knows it too)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the icons in parts/sprite.html; decoration, so it says nothing to a screen reader."""
    flip = " flip" if name in MIRRORED else ""
    # A size of its own: without styles, on a bad line, a drawing would fill the window.
    return format_html(
        '<svg class="i{}" width="20" height="20" aria-hidden="true"><use href="#{}"/></svg>',
        flip,
        name,
    )


def level_words(level: int) -> str:
    return [_("Official use"), _("Restricted"), _("Confidential")][level]


@register.simple_tag
def handling(obj: Any) -> SafeString:
    """The level of a record as a chip: one to three bars and the word."""
    level = int(getattr(obj, "classification", obj) or 0)
    return format_html('<span class="hand {}">{}</span>', LEVELS[level], level_words(level))


@register.inclusion_tag("parts/marking.html")
def marking(level: int = 0, foot: bool = False, oob: bool = False) -> dict[str, Any]:
    """The handling strip: the highest level on the page; `oob` renews it with a part of one."""
    level = int(level or 0)
    return {"name": LEVELS[level], "words": level_words(level), "foot": foot, "oob": oob}


@register.simple_tag
def status_tag(row: Any) -> SafeString:
    """The state of a record in a word; its model's TONES say which states are ok, warn or bad."""
    return tag(row.TONES.get(row.status, ""), row.get_status_display())


def tag(tone: str, words: str) -> SafeString:
    """A word with a tone: ok, warn, bad, plain, or none."""
    return format_html('<span class="tag{}">{}</span>', f" {tone}" if tone else "", words)


@register.simple_tag
def notice_mark(notice: Any) -> SafeString:
    """The square with a notice's letter; `notice` is a notice or a colour."""
    colour = str(getattr(notice, "colour", notice))
    from_model = getattr(notice, "get_colour_display", None)
    words = from_model() if from_model else colour.capitalize()
    return format_html(
        '<abbr class="nmark n-{}" title="{}">{}</abbr>', colour.lower(), words, MARKS[colour]
    )


@register.simple_tag
def country(obj: Any, with_name: bool = False) -> SafeString:
    """A country or office as a code chip with its name on it; `obj` has a `code`."""
    if not obj:
        return SafeString("")
    chip = country_chip(getattr(obj, "code", obj), str(obj))
    return format_html("{} {}", chip, str(obj)) if with_name else chip


def country_chip(code: str, name: str) -> SafeString:
    """The chip of a country or office of which a list read the code and the name."""
    return format_html('<abbr class="iso" title="{}">{}</abbr>', name, code)


@register.filter
def languages(codes: list[str] | None) -> str:
    """The names of languages, one after the other."""
    return _(", ").join(wording.language_names(codes or []))


@register.simple_tag(takes_context=True)
def when(context: Context, value: date | None) -> SafeString:
    """A date or time: relative under 48 hours, else short, with UTC and local time on hover."""
    if value is None:
        return SafeString("")
    if isinstance(value, date) and not isinstance(value, datetime):
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "j M Y")
        )
    return moment(value, _zone(context))


def moment(value: datetime, zone: ZoneInfo) -> SafeString:
    """The HTML in which `when` shows a time to somebody who lives in the zone."""
    return _exact(zone, value, lambda at: _short(at, zone))


@register.simple_tag(takes_context=True)
def utc(context: Context, value: datetime | None) -> SafeString:
    """An exact time as offices quote it to each other, in UTC; the reader's own on hover."""
    return _exact(_zone(context), value, lambda at: f"{_in_year(at.astimezone(UTC))} UTC")


@register.simple_tag(takes_context=True)
def clock(context: Context, value: datetime | None) -> SafeString:
    """The hour of the reader's clock, for lists that say the day beside it; UTC on hover."""
    return _exact(_zone(context), value, lambda at: f"{at.astimezone(_zone(context)):%H:%M}")


@register.simple_tag(takes_context=True)
def day(context: Context, value: datetime) -> str:
    """The day by the reader's calendar; with the year where it isn't this one."""
    local = value.astimezone(_zone(context))
    same_year = local.year == timezone.now().astimezone(local.tzinfo).year
    return _day(local) if same_year else f"{_day(local)} {local.year}"


@register.simple_tag
def due(
    until: datetime | None,
    since: datetime | None = None,
    done: bool = False,
    now: datetime | None = None,
) -> SafeString:
    """Time left in words, and a bar of the time used; `since` is when the clock started.

    Amber follows from the share used, so each priority's own time limit sets its threshold.
    """
    if until is None:
        return SafeString("")
    if done:
        words = _("Done %(day)s") % {"day": date_format(until, "j M")}
        return format_html('<time class="due done" datetime="{}">{}</time>', _iso(until), words)
    now = now or timezone.now()
    used = _share(since, until, now)
    state = "over" if now >= until else "soon" if used >= SOON else ""
    return format_html(
        '<time class="due u-{} {}" datetime="{}" data-since="{}" data-due>{}</time>',
        used,
        state,
        _iso(until),
        _iso(since) if since else "",
        time_left(until - now),
    )


@register.simple_tag
def due_words() -> str:
    """The wording of `due` for static/js/iisa.js, which counts on between two answers."""
    patterns = {
        "left": _("%(time)s left"),
        "over": _("%(time)s over"),
        "minutes": _("%(n)d min"),
        "hours": _("%(h)d h %(m)d min"),
    }
    return json.dumps(patterns)


def time_left(left: timedelta) -> str:
    """ "18 min left", "2 h 10 min left", "3 days left"; or how long it is over."""
    pattern = _("%(time)s over") if left < timedelta(0) else _("%(time)s left")
    return pattern % {"time": duration(abs(left))}


def duration(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return _("%(h)d h %(m)d min") % {"h": hours, "m": rest}
    days = hours // 24
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


@register.simple_tag
def used(done: int | None, total: int | None) -> str:
    """The class of a progress bar that is done/total full, in steps of five per cent."""
    share = 100 * (done or 0) // total if total else 0
    return f"u-{min(100, share // 5 * 5)}"


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: Any) -> str:
    """The page's own address with some parameters changed; an empty value takes one away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def came_from(context: Context) -> str:
    """The page of ours on which the visitor was before this one, or an empty string."""
    request = context.get("request")
    back = request.META.get("HTTP_REFERER", "") if request else ""
    ours = request and url_has_allowed_host_and_scheme(
        back, {request.get_host()}, request.is_secure()
    )
    return back if ours else ""


def _share(since: datetime | None, until: datetime, now: datetime) -> int:
    if since is None or until <= since:
        return 100 if now >= until else 0
    share = (now - since) / (until - since)
    return max(0, min(100, int(share * 20) * 5))


def _exact(zone: ZoneInfo, value: Any, words: Callable[[datetime], str]) -> SafeString:
    """A time element: the machine's form, both zones on hover, and the words to read."""
    if value is None:
        return SafeString("—")
    zones = dict.fromkeys([UTC_ZONE, zone])
    title = " · ".join(_clock(value, one) for one in zones)
    return format_html('<time datetime="{}" title="{}">{}</time>', _iso(value), title, words(value))


def _iso(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds")


def _zone(context: Context) -> ZoneInfo:
    officer = context.get("officer")
    return ZoneInfo(officer.zone) if officer else UTC_ZONE


def _clock(value: datetime, zone: ZoneInfo) -> str:
    local = value.astimezone(zone)
    name = "UTC" if zone.key == "UTC" else zone.key.split("/")[-1].replace("_", " ")
    return f"{_day(local)} {local.year} {local:%H:%M} {name}"


def _day(local: datetime) -> str:
    """The same as date_format(local, "j M"), for lists with a time in every row."""
    return f"{local.day} {str(MONTHS_3[local.month]).title()}"


def _short(value: datetime, zone: ZoneInfo) -> str:
    age = timezone.now() - value
    if timedelta(0) <= age < timedelta(minutes=1):
        return _("just now")
    if timedelta(0) <= age < timedelta(hours=24):
        return _("%(time)s ago") % {"time": duration(age)}
    local = value.astimezone(zone)
    same_year = local.year == timezone.now().astimezone(zone).year
    return f"{_day(local)} {local:%H:%M}" if same_year else f"{_day(local)} {local.year}"


def _in_year(at: datetime) -> str:
    """Day and hour; the year where it isn't this one."""
    same = at.year == timezone.now().astimezone(at.tzinfo).year
    return f"{_day(at)} {at:%H:%M}" if same else f"{_day(at)} {at.year} {at:%H:%M}"
