"""How a report says its figures: the same words on paper and in the workbook."""

from __future__ import annotations

from counter.reports.figures import GOAL_PERCENT, Counts, Statistics
from counter.text import _, clock, count, decimal, duration, long_date

NONE = "\N{EN DASH}"  # a figure that nothing gives


def report_title(figures: Statistics) -> str:
    """What the report is called."""
    return _("Daily queue report") if figures.one_day else _("Queue report")


def report_days(figures: Statistics) -> str:
    """Which days it is about, and up to when where the last one still runs."""
    days = (
        long_date(figures.day_from)
        if figures.one_day
        else _("{first} to {last}").format(
            first=long_date(figures.day_from), last=long_date(figures.day_to)
        )
    )
    if not figures.running:
        return days
    return _("{days}, until {clock} {zone}").format(
        days=days, clock=clock(figures.at), zone=figures.office.zone
    )


def seconds(value: int | None) -> str:
    """A duration, or a dash."""
    return NONE if value is None else duration(value)


def minutes(value: int | None) -> str:
    """A duration in whole minutes, for columns; or a dash."""
    return NONE if value is None else _("{minutes} min").format(minutes=count(value // 60))


def percent(value: float | None, *, places: int = 0) -> str:
    """A share, or a dash."""
    return NONE if value is None else f"{decimal(value, places=places)} %"


def in_target(counts: Counts) -> str:
    """The share within target, marked where it misses the goal: colour never says it alone."""
    share = percent(counts.in_target_percent)
    return f"* {share}" if counts.misses_goal else share


def method(figures: Statistics) -> list[str]:
    """How the figures are computed, a sentence each."""
    said = [
        _("Wait: from taking the number to the first call; of every number called so far."),
        _("Service: time at the counter, holds left out; of every number served."),
        _(
            "Median and p90 by nearest rank: half and nine tenths of the numbers took no longer;"
            " each is a time that was really measured."
        ),
        _(
            "Within target: of the numbers called, those that waited no longer than the target of"
            " their service and class. The goal is {goal} %; shares below it bear a *."
        ).format(goal=GOAL_PERCENT),
        _("A number belongs to the hour and day in which it was taken, by the office's clock."),
        _("A transferred number counts under the service it was transferred to."),
    ]
    if figures.usual_days:
        said.append(
            _(
                "Usual: the median of the last {n} such weekdays on which the office was open."
            ).format(n=figures.usual_days)
        )
    return said
