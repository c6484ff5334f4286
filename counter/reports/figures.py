"""The figures of a day or a range, as values: what window, chart, PDF and XLSX all show.

Imports light, so that a window may read them. How they are computed is `statistics`'; a
percentile is by nearest rank everywhere: of n values in order, the one at place ceil(p x n / 100),
so that it is always a time somebody really waited.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from counter.domain.calendar import Zone, branch_time
from counter.domain.catalogue import Text
from counter.domain.ticket import TicketState

GOAL_PERCENT = 90  # of those called, within their target wait
USUAL_DAYS = 8  # of the same weekday, over which the usual arrivals are taken
USUAL_WEEKS = 26  # how far back they are looked for


class Figure(StrEnum):
    """A number that can be opened to the tickets behind it."""

    ISSUED = "issued"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    SERVED = "served"
    NO_SHOW = "no_show"
    LEFT = "left"
    CANCELLED = "cancelled"
    DAY_ENDED = "day_ended"
    KEPT = "kept"  # for another day, under another number
    MEASURED = "measured"  # called at least once: their wait is known
    IN_TARGET = "in_target"
    CONFLICTS = "conflicts"


class Only(Struct, frozen=True):
    """Which part of the tickets: None does not narrow."""

    hour: int | None = None
    letter: str | None = None
    service: str | None = None
    counter: int | None = None
    clerk: str | None = None


class Counts(Struct, frozen=True):
    """The figures of one group of tickets."""

    issued: int = 0
    waiting: int = 0
    called: int = 0
    serving: int = 0
    held: int = 0
    served: int = 0
    no_show: int = 0
    left: int = 0
    cancelled: int = 0
    day_ended: int = 0
    kept: int = 0
    measured: int = 0  # called at least once
    in_target: int = 0  # of them: waited no longer than their target
    conflicts: int = 0
    wait_p50_s: int | None = None  # from issue to the first call
    wait_p90_s: int | None = None
    service_p50_s: int | None = None  # at the counter, holds left out, of those served
    service_p90_s: int | None = None

    @property
    def in_target_percent(self) -> int | None:
        """The share within target in whole per cent, half up; None before the first call."""
        if not self.measured:
            return None
        return (200 * self.in_target + self.measured) // (2 * self.measured)

    @property
    def no_show_percent(self) -> float | None:
        """The share that did not come when called, of all issued."""
        return 100 * self.no_show / self.issued if self.issued else None

    @property
    def misses_goal(self) -> bool:
        """Whether too few were called within their target."""
        share = self.in_target_percent
        return share is not None and share < GOAL_PERCENT


class HourFigures(Struct, frozen=True):
    """An hour of the branch's clock; the tickets are those issued in it."""

    hour: int
    counts: Counts
    running: bool = False  # not over yet
    usual: int | None = None  # issued in it on such a weekday; None: not known


class DayFigures(Struct, frozen=True):
    """One day of a range."""

    day: date
    counts: Counts
    running: bool = False


class GroupFigures(Struct, frozen=True):
    """A letter of the queue."""

    letter: str
    title: Text
    counts: Counts


class ServiceFigures(Struct, frozen=True):
    """A service, as the tickets stand now: a transferred one counts where it went."""

    id: str
    letter: str
    title: Text
    counts: Counts


class ClerkFigures(Struct, frozen=True):
    """A clerk at a counter: the tickets whose service stands there."""

    clerk: str
    name: str
    counter: int
    counts: Counts


class EarlierDay(Struct, frozen=True):
    """The last day before that the office worked."""

    day: date
    issued: int
    issued_by_now: int  # up to the same time of the branch's clock


class OfficeLine(Struct, frozen=True):
    """Whose figures these are."""

    name: str
    code: str
    address: str
    letterhead: tuple[str, ...]
    zone: Zone


class Statistics(Struct, frozen=True):
    """The figures of the days `day_from` to `day_to`, both included, as they stood at `now_ms`."""

    office: OfficeLine
    day_from: date
    day_to: date
    now_ms: int
    running: bool  # the last of these days is today
    total: Counts
    oldest_wait_s: int | None
    by_hour: tuple[HourFigures, ...]
    by_day: tuple[DayFigures, ...]
    by_group: tuple[GroupFigures, ...]
    by_service: tuple[ServiceFigures, ...]
    by_clerk: tuple[ClerkFigures, ...]
    earlier: EarlierDay | None
    usual_days: int  # how many days the usual arrivals were taken from

    @property
    def one_day(self) -> bool:
        """Whether these are the figures of a single day."""
        return self.day_from == self.day_to

    @property
    def at(self) -> datetime:
        """When they were read, by the branch's clock."""
        return branch_time(self.now_ms, self.office.zone)

    @property
    def counters_used(self) -> int:
        """At how many counters somebody was or is being served."""
        return len({each.counter for each in self.by_clerk})


class TicketLine(Struct, frozen=True):
    """One ticket of a report: nothing of it is personal."""

    day: date
    number: str
    letter: str
    service: str
    priority: bool
    state: TicketState
    counter: int | None
    issued_ms: int
    called_ms: int | None
    wait_s: int | None
    target_s: int
    service_s: int | None


class CounterTile(Struct, frozen=True):
    """A counter on the live floor."""

    counter: int
    name: str
    clerk: str  # a name; empty: nobody has worked here today
    number: str = ""  # of the ticket there; empty: nobody
    service: Text | None = None
    state: TicketState | None = None  # called or serving
    since_ms: int | None = None  # called, at the counter without a break, or idle since
    before_s: int = 0  # at the counter before that, holds left out
    usual_s: int | None = None  # what such a service takes, as the catalogue says
    paused: str = ""  # why nobody is called there; empty: it is not paused

    def elapsed_s(self, now_ms: int) -> int:
        """How long the call waits for its citizen, or the service has taken."""
        if self.since_ms is None:
            return self.before_s
        return self.before_s + max(0, now_ms - self.since_ms) // 1000

    def is_late(self, now_ms: int) -> bool:
        """Whether the service takes longer than it usually does."""
        return (
            self.state is TicketState.SERVING
            and self.usual_s is not None
            and self.elapsed_s(now_ms) > self.usual_s
        )


class LiveFloor(Struct, frozen=True):
    """Who is at which counter."""

    tiles: tuple[CounterTile, ...]
    now_ms: int

    @property
    def busy(self) -> int:
        """At how many counters a citizen is, or is called to."""
        return sum(each.state is not None for each in self.tiles)
