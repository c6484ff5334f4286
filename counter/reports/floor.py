"""The floor as it is: each counter, who sits there and whom they serve."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.sql.selectable import CTE

from counter.domain.ticket import TicketState
from counter.reports.figures import CounterTile, Figure, LiveFloor
from counter.reports.names import Names
from counter.reports.statistics import tickets_behind, tickets_of_days
from counter.store.work import Reading


def live_floor(reading: Reading, day: date) -> LiveFloor:
    """See who is at which counter, on the day that runs."""
    names = Names(reading)
    tickets = tickets_of_days(reading, day, day)
    standing = [
        each
        for figure in (Figure.CALLED, Figure.SERVING)
        for each in tickets_behind(reading, day, day, figure)
    ]
    at = {each.counter: each for each in standing}  # who is being served wins over who is called
    last = _last_served(reading, tickets)
    tiles = []
    for counter in reading.settings.counters():
        ticket = at.get(counter.number)
        if ticket is None:
            clerk, since_ms = last.get(counter.number, ("", None))
            pause = reading.settings.pause(counter.number)
            paused = ""
            if pause is not None and pause.paused and pause.day == day.isoformat():
                paused, since_ms = pause.reason, pause.since_ms
            tiles.append(
                CounterTile(
                    counter.number,
                    counter.name,
                    names.person(clerk),
                    since_ms=since_ms,
                    paused=paused,
                )
            )
            continue
        serving = ticket.state is TicketState.SERVING
        known = names.find(ticket.service)
        tiles.append(
            CounterTile(
                counter=counter.number,
                name=counter.name,
                clerk=names.person(ticket.clerk or ""),
                number=ticket.number,
                service=names.service(ticket.service),
                state=ticket.state,
                since_ms=ticket.stretch_ms if serving else ticket.called_ms,
                before_s=ticket.service_ms // 1000 if serving else 0,
                usual_s=60 * known.service_min if known else None,
            )
        )
    return LiveFloor(tuple(tiles), reading.now_ms)


def _last_served(reading: Reading, tickets: CTE) -> dict[int, tuple[str, int]]:
    """Who finished at each counter last, and when."""
    c = tickets.c
    ranked = (
        select(
            c.counter,
            c.clerk,
            c.ended_ms,
            func.row_number()
            .over(partition_by=c.counter, order_by=[c.ended_ms.desc(), c.position.desc()])
            .label("rank"),
        )
        .where(c.state == TicketState.SERVED.value)
        .cte("ranked")
    )
    rows = reading.connection.execute(
        select(ranked.c.counter, ranked.c.clerk, ranked.c.ended_ms).where(ranked.c.rank == 1)
    )
    return {counter: (clerk, ended_ms) for counter, clerk, ended_ms in rows}
