"""Statistics as SQL: one statement a grouping, the same on SQLite and on PostgreSQL.

Counts, medians and the list of tickets behind a number share one set of conditions, so a number
and what opens behind it cannot differ. Percentiles are by nearest rank (`figures`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, true, union_all
from sqlalchemy.sql.selectable import CTE

from counter.domain.bodies import OfficeConfigured
from counter.domain.calendar import Zone, branch_day, branch_time, week_of
from counter.domain.rounds import TRANSFERRED
from counter.domain.ticket import Ticket, TicketState
from counter.reports.figures import (
    USUAL_DAYS,
    USUAL_WEEKS,
    ClerkFigures,
    Counts,
    DayFigures,
    EarlierDay,
    Figure,
    GroupFigures,
    HourFigures,
    OfficeLine,
    Only,
    ServiceFigures,
    Statistics,
    TicketLine,
)
from counter.reports.names import Names
from counter.store import schema
from counter.store.tickets import as_ticket
from counter.store.work import Reading

T, R, D = schema.ticket, schema.ticket_round, schema.day
# a correction may say that somebody was served whom no counter timed
_IS_TIMED = and_(T.c.state == TicketState.SERVED.value, T.c.service_ms > 0)
_TICKET = [T.c[name] for name in Ticket.__struct_fields__]
_HOUR_MS = 3_600_000


def day_statistics(reading: Reading, day_from: date, day_to: date) -> Statistics:
    """Compute the figures of all days from `day_from` to `day_to`, both included.

    Raises:
        OfficeNotSetUp: the branch's configuration is not here.
    """
    office = reading.settings.office()
    zone = Zone(office.zone)
    today = branch_day(reading.now_ms, zone)
    tickets = tickets_of_days(reading, day_from, day_to)
    services = services_of(reading, tickets)
    running = day_from <= today == day_to
    names = Names(reading)
    one_day = day_from == day_to
    usual_days = _usual_days(reading, day_from) if one_day else []
    oldest = reading.connection.execute(
        select(func.min(tickets.c.since_ms)).where(_condition(tickets, Figure.WAITING))
    ).scalar()
    return Statistics(
        office=OfficeLine(
            name=office.name,
            code=office.code,
            address=office.address,
            letterhead=office.letterhead,
            zone=zone,
        ),
        day_from=day_from,
        day_to=day_to,
        now_ms=reading.now_ms,
        running=running,
        total=_grouped(reading, tickets)[()],
        oldest_wait_s=None if oldest is None else max(0, reading.now_ms - oldest) // 1000,
        by_hour=_by_hour(
            reading,
            tickets,
            usual=_usual(reading, usual_days),
            always=_open_hours(office, day_from) if one_day else (),
            now=branch_time(reading.now_ms, zone).hour if running and one_day else None,
        ),
        by_day=tuple(
            DayFigures(date.fromisoformat(day), counts, running=running and day == str(today))
            for (day,), counts in _grouped(reading, tickets, "day").items()
        ),
        by_group=tuple(
            GroupFigures(letter, names.group(letter), counts)
            for (letter,), counts in _grouped(reading, tickets, "letter").items()
        ),
        by_service=names.in_catalogue_order(
            ServiceFigures(service, names.letter(service), names.service(service), counts)
            for (service,), counts in _grouped(reading, services, "service").items()
        ),
        by_clerk=tuple(
            ClerkFigures(clerk, names.person(clerk), counter, counts)
            for (counter, clerk), counts in _grouped(reading, services, "counter", "clerk").items()
            if counter is not None
        ),
        earlier=_earlier(reading, day_from, running=running),
        usual_days=len(usual_days),
    )


def tickets_behind(
    reading: Reading, day_from: date, day_to: date, figure: Figure, only: Only | None = None
) -> list[Ticket]:
    """List the tickets a number counts, by day and in the order they were issued.

    Of a service, a counter or a clerk a ticket stands there as it was then, once for each time.
    """
    part = only or Only()
    counted = tickets_of_days(reading, day_from, day_to)
    fields = [counted.c[name] for name in Ticket.__struct_fields__]
    if any(each is not None for each in (part.service, part.counter, part.clerk)):
        counted = services_of(reading, counted)
        fields = [
            counted.c["shown" if name == "state" else name] for name in Ticket.__struct_fields__
        ]
    rows = reading.connection.execute(
        select(*fields)
        .where(_condition(counted, figure), *_narrowed(counted, part))
        .order_by(counted.c.day, counted.c.position, counted.c.since_ms)
    )
    return [as_ticket(row) for row in rows]


def ticket_lines(reading: Reading, day_from: date, day_to: date) -> list[TicketLine]:
    """List every ticket of the days as a report shows it."""
    return [
        TicketLine(
            day=date.fromisoformat(each.day),
            number=each.number,
            letter=each.letter,
            service=each.service,
            priority=each.priority,
            state=each.state,
            counter=each.counter,
            issued_ms=each.issued_ms,
            called_ms=each.first_called_ms,
            wait_s=each.wait_s,
            target_s=each.target_s,
            service_s=each.service_ms // 1000 if each.state is TicketState.SERVED else None,
        )
        for each in tickets_behind(reading, day_from, day_to, Figure.ISSUED)
    ]


# --- the statements ---------------------------------------------------------------------------
def tickets_of_days(reading: Reading, day_from: date, day_to: date) -> CTE:
    """The days' tickets with what is measured of each."""
    offset_ms = _offset_ms(reading)
    opened_ms = (
        select(D.c.opened_ms).where(D.c.branch == T.c.branch, D.c.date == T.c.day).scalar_subquery()
    )
    # whoever kept a place from another day went home and waits since the doors opened;
    # whoever comes before an appointment waits for the office from that time on
    since_ms = case(
        (T.c.kept_from.is_not(None), opened_ms),
        (T.c.slot_ms > T.c.issued_ms, T.c.slot_ms),
        else_=T.c.issued_ms,
    )
    waited_ms = T.c.first_called_ms - since_ms
    # the wait is that for the first service of a visit, and so is what it is held against
    first_target_s = (
        select(R.c.target_s)
        .where(R.c.branch == T.c.branch, R.c.ticket == T.c.id, R.c.n == 0)
        .scalar_subquery()
    )
    target_s = case((T.c.rounds > 1, first_target_s), else_=T.c.target_s).label("target_s")
    return (
        select(
            *(target_s if each is T.c.target_s else each for each in _TICKET),
            case((waited_ms < 0, 0), else_=waited_ms // 1000).label("wait_s"),
            case((_IS_TIMED, T.c.service_ms // 1000)).label("service_s"),
            since_ms.label("since_ms"),
            ((since_ms + offset_ms) // _HOUR_MS % 24).label("hour"),
        )
        .where(
            T.c.branch == reading.branch,
            T.c.day >= day_from.isoformat(),
            T.c.day <= day_to.isoformat(),
        )
        .cte("tickets")
    )


def services_of(reading: Reading, tickets: CTE) -> CTE:
    """The services of those tickets, each measured by itself: a visit may have had several.

    Args:
        tickets: from `tickets_of_days`.
    """
    t = tickets.c
    alone = select(*t, t.state.label("shown")).where(t.rounds == 1)
    since_ms = func.coalesce(R.c.since_ms, t.since_ms)
    waited_ms = R.c.first_called_ms - since_ms
    was_served = and_(R.c.state == TicketState.SERVED.value, R.c.service_ms > 0)
    its_own: dict[str, ColumnElement[Any]] = {
        **{
            name: R.c[name]
            for name in (
                "service",
                "target_s",
                "state",
                "counter",
                "clerk",
                "first_called_ms",
                "service_ms",
            )
        },
        "conflicts": case((R.c.n == t.rounds - 1, t.conflicts), else_=""),
        "wait_s": case((waited_ms < 0, 0), else_=waited_ms // 1000),
        "service_s": case((was_served, R.c.service_ms // 1000)),
        "since_ms": since_ms,
        "issued_ms": func.coalesce(R.c.since_ms, t.issued_ms),  # a wait is told from it
    }
    several = select(
        *(its_own.get(each.name, each).label(each.name) for each in t),
        case((R.c.state == TRANSFERRED, t.state), else_=R.c.state).label("shown"),
    ).select_from(tickets.join(R, and_(R.c.branch == reading.branch, R.c.ticket == t.id)))
    return union_all(alone, several).cte("services")


def _condition(tickets: CTE, figure: Figure) -> ColumnElement[bool]:
    """Which tickets a figure counts."""
    c = tickets.c
    match figure:
        case Figure.ISSUED:
            return true()
        case Figure.MEASURED:
            return c.wait_s.is_not(None)
        case Figure.IN_TARGET:
            return and_(c.wait_s.is_not(None), c.wait_s <= c.target_s)
        case Figure.CONFLICTS:
            return c.conflicts != ""
        case _:
            return c.state == figure.value


def _narrowed(tickets: CTE, only: Only) -> list[ColumnElement[bool]]:
    return [
        tickets.c[name] == wanted
        for name in Only.__struct_fields__
        if (wanted := getattr(only, name)) is not None
    ]


def _grouped(reading: Reading, tickets: CTE, *by: str) -> dict[tuple[Any, ...], Counts]:
    """The figures of each group by its keys, in their order, unknown ones last."""
    keys = [tickets.c[name] for name in by]

    def ranked(name: str) -> list[ColumnElement[Any]]:
        value = tickets.c[f"{name}_s"]
        alike = [*keys, value.is_(None)]  # the unknown ones are ranked by themselves
        return [
            func.row_number().over(partition_by=alike, order_by=value).label(f"{name}_rank"),
            func.count().over(partition_by=alike).label(f"{name}_known"),
        ]

    # no more columns than are counted: the database sorts these rows whole
    counted_by = ("state", "conflicts", "target_s", "wait_s", "service_s")
    rows = select(
        *keys, *(tickets.c[name] for name in counted_by), *ranked("wait"), *ranked("service")
    ).cte("ranked")

    def percentile(name: str, percent: int) -> ColumnElement[Any]:
        place = (percent * rows.c[f"{name}_known"] + 99) // 100
        return func.max(case((rows.c[f"{name}_rank"] == place, rows.c[f"{name}_s"])))

    counted = [
        func.coalesce(func.sum(case((_condition(rows, figure), 1), else_=0)), 0)
        for figure in Figure
    ]
    measured = [percentile(name, percent) for name in ("wait", "service") for percent in (50, 90)]
    statement: Select[Any] = select(*(rows.c[name] for name in by), *counted, *measured)
    if by:
        statement = statement.group_by(*(rows.c[name] for name in by))
    found = {
        tuple(row[: len(by)]): Counts(*row[len(by) :])
        for row in reading.connection.execute(statement)
    }
    # sorted here: databases differ in how they order text and nothing
    return dict(sorted(found.items(), key=lambda each: [(key is None, key) for key in each[0]]))


def _by_hour(
    reading: Reading,
    tickets: CTE,
    *,
    usual: dict[int, int] | None,
    always: Iterable[int],
    now: int | None,
) -> tuple[HourFigures, ...]:
    """Every hour from the first to the last of which there is anything to say."""
    found = {hour: counts for (hour,), counts in _grouped(reading, tickets, "hour").items()}
    some = {*found, *always, *(hour for hour, issued in (usual or {}).items() if issued)}
    if now is not None:
        some.add(now)
    return tuple(
        HourFigures(
            hour=hour,
            counts=found.get(hour, Counts()),
            running=hour == now,
            usual=None if usual is None else usual.get(hour, 0),
        )
        for hour in (range(min(some), max(some) + 1) if some else ())
    )


def _usual_days(reading: Reading, day: date) -> list[str]:
    """The last days before that the office worked on the same weekday."""
    asked = [(day - timedelta(weeks=back)).isoformat() for back in range(1, USUAL_WEEKS + 1)]
    return list(
        reading.connection.execute(
            select(D.c.date)
            .where(D.c.branch == reading.branch, D.c.date.in_(asked))
            .order_by(D.c.date.desc())
            .limit(USUAL_DAYS)
        ).scalars()
    )


def _usual(reading: Reading, days: list[str]) -> dict[int, int] | None:
    """The median issued per hour over days; a day without a ticket in an hour counts as none."""
    if not days:
        return None
    offset_ms = _offset_ms(reading)
    tickets = (
        select(T.c.day, ((T.c.issued_ms + offset_ms) // _HOUR_MS % 24).label("hour"))
        .where(T.c.branch == reading.branch, T.c.day.in_(days))
        .cte("tickets")
    )
    hours = (
        select(tickets.c.hour, func.count().label("issued"))
        .group_by(tickets.c.day, tickets.c.hour)
        .cte("hours")
    )
    ranked = select(
        hours.c.hour,
        hours.c.issued,
        func.row_number().over(partition_by=hours.c.hour, order_by=hours.c.issued).label("rank"),
        func.count().over(partition_by=hours.c.hour).label("known"),
    ).cte("ranked")
    without = len(days) - ranked.c.known  # days with none in that hour come first in the order
    middle = select(ranked.c.hour, ranked.c.issued).where(
        ranked.c.rank + without == (50 * len(days) + 99) // 100
    )
    return {row.hour: row.issued for row in reading.connection.execute(middle)}


def _earlier(reading: Reading, day: date, *, running: bool) -> EarlierDay | None:
    """The last day that was opened before, and what was issued on it."""
    last = reading.connection.execute(
        select(func.max(D.c.date)).where(D.c.branch == reading.branch, D.c.date < day.isoformat())
    ).scalar()
    if last is None:
        return None
    offset_ms, day_ms = _offset_ms(reading), 24 * _HOUR_MS
    tickets = (
        select(((T.c.issued_ms + offset_ms) % day_ms).label("time_ms"))
        .where(T.c.branch == reading.branch, T.c.day == last)
        .cte("tickets")
    )
    now_ms = (reading.now_ms + offset_ms) % day_ms if running else day_ms
    by_now = func.coalesce(func.sum(case((tickets.c.time_ms <= now_ms, 1), else_=0)), 0)
    issued, issued_by_now = reading.connection.execute(
        select(func.count(), by_now).select_from(tickets)
    ).one()
    return EarlierDay(date.fromisoformat(last), issued, issued_by_now)


def _offset_ms(reading: Reading) -> int:
    return int(reading.zone.offset.total_seconds()) * 1000


def _open_hours(office: OfficeConfigured, day: date) -> range:
    """The hours of the clock in which the office is usually open on such a weekday."""
    hours = week_of(office.hours)[day.weekday()]
    if hours is None:
        return range(0)
    ends = hours.closes.hour + (hours.closes.minute > 0)
    return range(hours.opens.hour, ends)
