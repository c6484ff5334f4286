"""How the branch head's window puts figures into words. Pure: the same figures, the same words."""

from __future__ import annotations

from datetime import date, timedelta

from counter.domain.calendar import branch_time
from counter.domain.ticket import TicketState
from counter.office.statistics import (
    GOAL_PERCENT,
    ClerkFigures,
    CounterTile,
    Counts,
    Figure,
    ServiceFigures,
    Statistics,
)
from counter.text import (
    DAYS,
    _,
    clock,
    count,
    decimal,
    duration,
    language,
    long_date,
    ngettext,
    short_date,
    since,
    stopwatch,
)
from ui.theme.tokens import Tone
from ui.widgets.tiles import Seat, Stat

NONE = "\N{EN DASH}"


def seat(tile: CounterTile, figures: Statistics, *, now_ms: int) -> Seat:
    """A counter as it is now: green served, blue called, amber past what is usual."""
    zone = figures.office.zone
    elapsed_s = tile.elapsed_s(now_ms)
    late = tile.is_late(now_ms)
    tone = Tone.NEUTRAL
    if tile.state is TicketState.SERVING:
        note = _("serving {stopwatch}").format(stopwatch=stopwatch(elapsed_s))
        tone = Tone.GREEN
        if late and tile.usual_s is not None:
            usual = count(tile.usual_s // 60)
            note = _("{serving}, usual {minutes}").format(serving=note, minutes=usual)
            tone = Tone.AMBER
    elif tile.state is TicketState.CALLED:
        note = _("called {stopwatch}").format(stopwatch=stopwatch(elapsed_s))
        tone = Tone.BLUE
    elif tile.paused and tile.since_ms is not None:
        at = branch_time(tile.since_ms, zone)
        note = _("paused {since}: {reason}").format(since=since(at), reason=tile.paused)
        tone = Tone.AMBER
    elif tile.since_ms is not None:
        at = branch_time(tile.since_ms, zone)
        note = _("free {since}, {duration}").format(since=since(at), duration=duration(elapsed_s))
    else:
        note = _("nobody served yet")
    return Seat(
        counter=_("Counter {number}").format(number=tile.counter),
        clerk=tile.clerk,
        number=tile.number or NONE,
        service=tile.service.in_language(language()) if tile.service else "",
        note=note,
        tone=tone,
        late=late,
    )


def stats(figures: Statistics) -> list[tuple[Figure, Stat]]:
    """The seven numbers of the days, each with the tickets it can be opened to."""
    total = figures.total
    share, missing = total.in_target_percent, total.no_show_percent
    longest = figures.oldest_wait_s
    waits = total.waiting > 0 and longest is not None
    active = figures.counters_used
    return [
        (Figure.ISSUED, Stat(_("Numbers taken"), count(total.issued), _earlier(figures))),
        (
            Figure.WAITING,
            Stat(
                _("Waiting"),
                count(total.waiting),
                _("longest {duration}").format(duration=duration(longest or 0)) if waits else "",
                Tone.RED if waits and _is_long(figures) else Tone.NEUTRAL,
            ),
        ),
        (
            Figure.SERVED,
            Stat(
                _("Served"),
                count(total.served),
                ngettext("{n} counter used", "{n} counters used", active).format(n=count(active)),
            ),
        ),
        (
            Figure.NO_SHOW,
            Stat(
                _("No-show"),
                count(total.no_show),
                "" if missing is None else f"{decimal(missing, places=1)} %",
            ),
        ),
        (Figure.MEASURED, _spread(_("Wait, median"), total.wait_p50_s, total.wait_p90_s)),
        (Figure.SERVED, _spread(_("Service, median"), total.service_p50_s, total.service_p90_s)),
        (
            Figure.IN_TARGET,
            Stat(
                _("Within target"),
                percent(share),
                _("target {percent}").format(percent=f"{count(GOAL_PERCENT)} %"),
                Tone.AMBER if total.misses_goal else Tone.NEUTRAL,
            ),
        ),
    ]


def _spread(label: str, median_s: int | None, p90_s: int | None) -> Stat:
    note = "" if p90_s is None else _("p90 {duration}").format(duration=duration(p90_s))
    return Stat(label, spell(median_s), note)


def _is_long(figures: Statistics) -> bool:
    """Whether the one who waits longest waits past what nine of ten waited today."""
    usual = figures.total.wait_p90_s
    return figures.oldest_wait_s is not None and figures.oldest_wait_s > max(900, usual or 0)


def _earlier(figures: Statistics) -> str:
    earlier = figures.earlier
    if earlier is None or not figures.one_day:
        return ""
    yesterday = earlier.day == figures.day_from - timedelta(days=1)
    day = _("yesterday") if yesterday else _(DAYS[earlier.day.weekday()])
    if figures.running:
        return _("{day} by now {n}").format(day=day, n=count(earlier.issued_by_now))
    return _("{day} {n}").format(day=day, n=count(earlier.issued))


def spell(seconds: int | None) -> str:
    """A time, or a dash where none was measured."""
    return NONE if seconds is None else duration(seconds)


def percent(share: int | None) -> str:
    """A share, or a dash before the first call."""
    return NONE if share is None else f"{count(share)} %"


def heading(figures: Statistics) -> tuple[str, str]:
    """Which days these are: in short, and in full."""
    if not figures.one_day:
        days = f"{short_date(figures.day_from)} {NONE} {short_date(figures.day_to)}"
        total = (figures.day_to - figures.day_from).days + 1
        return days, ngettext("{n} day", "{n} days", total).format(n=count(total))
    if figures.running:
        at = clock(figures.at)
        return _("Today"), _("{date}, until {clock}").format(
            date=long_date(figures.day_from), clock=at
        )
    return _("One day"), long_date(figures.day_from)


def figure_title(figure: Figure) -> str:
    """What a list of tickets is headed by."""
    titles = {
        Figure.ISSUED: _("Numbers taken"),
        Figure.WAITING: _("Waiting"),
        Figure.SERVED: _("Served"),
        Figure.NO_SHOW: _("No-show"),
        Figure.MEASURED: _("Called at least once"),
        Figure.IN_TARGET: _("Called within target"),
        Figure.CONFLICTS: _("Called by two counters"),
    }
    return titles.get(figure, _("Tickets"))


def conflict_line(counts: Counts) -> str:
    """That some tickets were called at two counters while they could not hear of each other."""
    return ngettext(
        "{n} number is with two counters at once. Nobody is lost; say which counter it is.",
        "{n} numbers are with two counters at once. Nobody is lost; say which counter it is.",
        counts.conflicts,
    ).format(n=count(counts.conflicts))


def service_name(row: ServiceFigures) -> str:
    """Letter and title."""
    return f"{row.letter} {row.title.in_language(language())}"


def clerk_name(row: ClerkFigures) -> str:
    """Counter and name."""
    return f"{row.counter} {row.name}"


def file_name(figures: Statistics, ending: str) -> str:
    """What a report is called unless its reader chooses otherwise."""

    def of(day: date) -> str:
        return day.isoformat()

    days = of(figures.day_from)
    if not figures.one_day:
        days += f"_{of(figures.day_to)}"
    return f"loket-{figures.office.code}-{days}.{ending}"
