"""What a clerk's window shows, read in one look; acts are the other modules'."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain.application import Application
from counter.domain.bodies import CounterSet, ServiceSuspended, SlotsSet
from counter.domain.calendar import Zone
from counter.domain.catalogue import Catalogue
from counter.domain.events import ClaimId, TicketId
from counter.domain.ticket import Ticket, TicketState
from counter.office.backup import BackupState, backup_state
from counter.office.conflicts import lost_to_another
from counter.office.limits import Left, lefts
from counter.office.office import Office
from counter.office.people import LAST_PERSON, Member, members
from counter.office.suspending import suspended
from counter.office.waiting import Floor, floor

if TYPE_CHECKING:
    from counter.store.local import PrintJob
    from counter.store.work import Reading

_RECENT = 6


class Paper(Struct, frozen=True):
    """A paper on its way to the printer."""

    job: int
    paper: str  # receipt, ticket
    number: str
    copy: int
    state: str  # pending, printing, printed, uncertain
    trouble: str  # why it is not out: an error's code


class Sums(Struct, frozen=True):
    """The office's day so far."""

    served: int = 0
    wait_s: int | None = None  # median, from the number to the first call
    service_s: int | None = None  # median, at the counter
    recent: tuple[Ticket, ...] = ()  # over at this counter, the latest first


class Desk(Struct, frozen=True):
    """Everything a counter shows but its form."""

    office: str
    city: str
    zone: Zone
    catalogue: Catalogue
    floor: Floor
    sums: Sums
    filed: Application | None  # of the ticket at the counter, for its service
    papers: tuple[Paper, ...]  # that receipt's prints, the latest last
    doubtful: tuple[Paper, ...]  # that may not have come out, whoever asked for them
    pending: int  # papers that wait for the printer
    backup: BackupState
    counters: tuple[CounterSet, ...] = ()  # the others, where they call whom this one sends them
    suspended: dict[str, ServiceSuspended] = {}  # by service
    lefts: dict[str, Left] = {}  # of services that are limited
    slots: dict[str, SlotsSet] = {}  # of services that take appointments
    lost: Ticket | None = None  # the one that stood here, where another counter's claim counts


class Welcome(Struct, frozen=True):
    """What stands on the page where somebody signs in."""

    office: str
    city: str
    zone: Zone
    counter: str
    people: tuple[Member, ...]  # who may
    last_person: str = ""  # who signed in here last, whatever ended the program since


def welcome(reading: Reading, counter: int) -> Welcome:
    """Read who may sign in, and where. Raises OfficeNotSetUp."""
    office = reading.settings.office()
    here = reading.settings.counter(counter)
    return Welcome(
        office=office.name,
        city=office.city,
        zone=reading.zone,
        counter=here.name if here is not None else "",
        people=tuple(each for each in members(reading) if each.active),
        last_person=reading.local.get(LAST_PERSON, str) or "",
    )


def own_lane(office: Office) -> str:
    """The lane of this node's numbers; empty: the bare one."""
    return office.maintain(lambda store: store.node.lane)


def desk(
    reading: Reading,
    counter: int,
    lane: str,
    person: str,
    had: tuple[TicketId, ClaimId] | None = None,
) -> Desk:
    """Read what a counter shows.

    Args:
        person: who sits there.
        had: the ticket that was seen at the counter last, and the counter's claim on it.

    Raises:
        OfficeNotSetUp, DayNotOpened
    """
    office = reading.settings.office()
    seen = floor(reading, counter, lane, person)
    jobs = reading.local.print_jobs("pending", "printing", "uncertain")
    filed = reading.applications.standing(seen.current) if seen.current is not None else None
    return Desk(
        office=office.name,
        city=office.city,
        zone=reading.zone,
        catalogue=reading.settings.catalogue(),
        floor=seen,
        sums=_sums(reading, seen.day, counter),
        filed=filed,
        papers=tuple(map(_paper, reading.local.print_jobs_of(filed.id))) if filed else (),
        doubtful=tuple(_paper(each) for each in jobs if each.state == "uncertain"),
        pending=sum(each.state == "pending" for each in jobs),
        backup=backup_state(reading),
        # without a hub each calls whom it numbered itself: nobody sent there would be called
        counters=tuple(each for each in reading.settings.counters() if each.number != counter)
        if seen.lane is None
        else (),
        suspended=suspended(reading),
        lefts=lefts(reading),
        slots={each.service: each for each in reading.settings.all_slots() if each.places},
        lost=lost_to_another(reading, *had) if had is not None else None,
    )


def _sums(reading: Reading, day: str, counter: int) -> Sums:
    everybody = reading.tickets.on(day)
    served = [each for each in everybody if each.state is TicketState.SERVED]
    waits = [each.wait_s for each in everybody if each.wait_s is not None]
    mine = [each for each in everybody if each.counter == counter and each.ended_ms is not None]
    mine.sort(key=lambda each: each.ended_ms or 0, reverse=True)
    return Sums(
        served=len(served),
        wait_s=round(median(waits)) if waits else None,
        service_s=round(median(each.service_ms for each in served) / 1000) if served else None,
        recent=tuple(mine[:_RECENT]),
    )


def _paper(job: PrintJob) -> Paper:
    return Paper(job.id, job.paper, job.number, job.copy, job.state, job.trouble)
