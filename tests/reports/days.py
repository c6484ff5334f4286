"""Days to count: one lived through the office's own acts, and any that Hypothesis thinks of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from math import ceil

from hypothesis import strategies as st
from sqlalchemy import delete, insert

from counter.clock import VirtualClock
from counter.domain.events import TicketId
from counter.domain.ticket import Ticket, TicketState
from counter.office import day, queue
from counter.office.office import Office
from counter.office.statistics import Counts
from counter.store import schema
from counter.store.database import Database
from tests.office.building import BRANCH, BUDI, DAY, KIA, KTP, SARI, as_somebody, at

DAYS = [DAY - timedelta(days=back) for back in (14, 7, 1, 0)]
BIRTH = "birth"


# --- a day lived ------------------------------------------------------------------------------
def a_served_day(office: Office, clock: VirtualClock) -> None:
    """Serve one number a week ago, then this morning until 10.30.

    Today: A-001 served in 6 minutes after 5; A-002 held; A-003 did not come; A-004 left; A-005
    cancelled; C-001 begun as a KTP, sent on and served; A-007 being served since 10.10; A-008
    called at 10.29 at counter 4; A-009 and A-010 wait, the latter with priority.
    """
    before = DAY - timedelta(days=7)
    clock.set(at(9, on=before))
    ticket = office.act(queue.issue_ticket, service=KTP)
    _serve(office, clock, ticket, on=before, called=(9, 10), finished=(9, 20))

    clock.set(at(7, 30))
    office.act(day.open_day, DAY)
    tickets = [_issued(office, clock, 8, minute) for minute in range(0, 30, 5)]
    _serve(office, clock, tickets[0], called=(8, 5), finished=(8, 11))
    _serve(office, clock, tickets[1], called=(8, 30), finished=None)
    clock.set(at(8, 40))
    office.act(queue.hold_ticket, tickets[1].id, counter=3, reason="photo")
    clock.set(at(8, 50))
    office.act(queue.call_ticket, tickets[2].id, counter=3)
    office.act(queue.mark_no_show, tickets[2].id, counter=3)
    office.act(queue.mark_left, tickets[3].id)
    office.act(queue.cancel_ticket, tickets[4].id, reason="taken twice")
    _serve(office, clock, tickets[5], called=(9, 0), finished=None)
    clock.set(at(9, 10))
    office.act(queue.transfer_ticket, tickets[5].id, service=BIRTH)
    _serve(office, clock, tickets[5], called=(9, 30), finished=(9, 42))
    late = [_issued(office, clock, hour, minute) for hour, minute in ((9, 50), (9, 55), (10, 5))]
    _serve(office, clock, late[0], called=(10, 10), finished=None)
    clock.set(at(10, 12))
    office.act(queue.issue_ticket, service=KIA, priority=True)
    clock.set(at(10, 29))
    as_somebody(office, BUDI)
    office.act(queue.call_ticket, late[1].id, counter=4)
    as_somebody(office, SARI)
    clock.set(at(10, 30))


def _issued(office: Office, clock: VirtualClock, hour: int, minute: int) -> Ticket:
    clock.set(at(hour, minute))
    return office.act(queue.issue_ticket, service=KTP)


def _serve(
    office: Office,
    clock: VirtualClock,
    ticket: Ticket,
    *,
    called: tuple[int, int],
    finished: tuple[int, int] | None,
    on: date = DAY,
) -> None:
    clock.set(at(*called, on=on))
    office.act(queue.call_ticket, ticket.id, counter=3)
    office.act(queue.start_service, ticket.id, counter=3)
    if finished:
        clock.set(at(*finished, on=on))
        office.act(queue.finish_ticket, ticket.id, counter=3)


# --- any day at all ---------------------------------------------------------------------------
@st.composite
def any_tickets(draw: st.DrawFn) -> list[Ticket]:
    """Tickets of a few days, in whatever state, with clocks that were wrong now and then."""
    return [_any_ticket(draw, place) for place in range(draw(st.integers(0, 25)))]


def _any_ticket(draw: st.DrawFn, place: int) -> Ticket:
    on = draw(st.sampled_from(DAYS))
    issued_ms = at(draw(st.integers(6, 16)), draw(st.integers(0, 59)), on=on)
    issued_ms += draw(st.integers(0, 59_999))
    to_the_second = st.sampled_from([300_000, 300_999, 301_000, 1_200_000])  # a target, just met
    called = draw(st.none() | st.integers(-5_000, 9_000_000) | to_the_second)
    counter = draw(st.sampled_from([None, 3, 4]))
    state = draw(st.sampled_from(list(TicketState)))
    return Ticket(
        id=TicketId(f"t:{place}"),
        number=f"A-{place:03}",
        day=on.isoformat(),
        lane="",
        letter=draw(st.sampled_from("ABC")),
        running=place,
        service=draw(st.sampled_from([KTP, KIA, "no_longer_offered"])),
        priority=draw(st.booleans()),
        state=state,
        target_s=draw(st.sampled_from([300, 1200])),
        issued_ms=issued_ms,
        due_ms=issued_ms,
        position=place,
        counter=counter,
        clerk=None if counter is None else draw(st.sampled_from(["sari", "budi", "gone"])),
        first_called_ms=None if called is None else issued_ms + called,
        ended_ms=issued_ms if state is TicketState.SERVED else None,
        service_ms=draw(st.integers(0, 4_000_000)),
        conflicts=draw(st.sampled_from([(), ("c:1",)])),
    )


def put_tickets(database: Database, tickets: Iterable[Ticket]) -> None:
    """Make these the only tickets of the branch."""
    with database.transaction() as connection:
        connection.execute(delete(schema.ticket))
        for ticket in tickets:
            row = {name: getattr(ticket, name) for name in Ticket.__struct_fields__}
            row |= {
                "branch": BRANCH,
                "state": ticket.state.value,
                "conflicts": " ".join(ticket.conflicts),
                "void_undos": "",
                "following": "",
            }
            connection.execute(insert(schema.ticket), row)


# --- counted by hand --------------------------------------------------------------------------
def counted(tickets: Iterable[Ticket]) -> Counts:
    """The figures as anyone would count them with the tickets on a table."""
    tickets = list(tickets)
    waits = [each.wait_s for each in tickets if each.wait_s is not None]
    services = [
        each.service_ms // 1000
        for each in tickets
        if each.state is TicketState.SERVED and each.service_ms
    ]

    def in_state(state: TicketState) -> int:
        return len([each for each in tickets if each.state is state])

    return Counts(
        issued=len(tickets),
        **{state.value: in_state(state) for state in TicketState},
        measured=len(waits),
        in_target=len(
            [each for each in tickets if each.wait_s is not None and each.wait_s <= each.target_s]
        ),
        conflicts=len([each for each in tickets if each.conflicts]),
        wait_p50_s=nearest_rank(waits, 50),
        wait_p90_s=nearest_rank(waits, 90),
        service_p50_s=nearest_rank(services, 50),
        service_p90_s=nearest_rank(services, 90),
    )


def nearest_rank(values: list[int], percent: int) -> int | None:
    """The smallest value that at least so many per cent of all do not exceed."""
    return sorted(values)[ceil(percent * len(values) / 100) - 1] if values else None


def parted(tickets: Iterable[Ticket], by: Callable[[Ticket], object]) -> dict[object, Counts]:
    """The figures of each part."""
    parts: dict[object, list[Ticket]] = {}
    for ticket in tickets:
        parts.setdefault(by(ticket), []).append(ticket)
    return {key: counted(part) for key, part in parts.items()}
