"""What a ticket machine at the door offers, and what its page of a number shows.

Nobody is named here: services, numbers and counts only. Giving a number is `KioskNode.give`'s;
the words for all this are the window's.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from counter.domain.appointment import Appointment
from counter.domain.calendar import OfficeCalendar, Zone, branch_time
from counter.domain.catalogue import Group, Service, Text
from counter.domain.events import TicketId
from counter.domain.ticket import Ticket, TicketState
from counter.domain.waits import WaitRange
from counter.errors import LoketError
from counter.office.appointments import expects_somebody, find_code
from counter.office.intake import office_calendar
from counter.office.limits import left_of
from counter.office.office import Office
from counter.office.people import SignInSlowed, is_pin, wait_s
from counter.office.waiting import (
    current_day,
    expected_wait,
    people_ahead,
    service_of,
    serving_counters,
    slot_of,
    suspension_of,
)
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Reading, Work

_EXIT = "kiosk-exit"  # where the code that ends it lies, and where tries are counted

_LOOKS_AHEAD = 14  # days, for the next one on which the office opens


class ExitCodeWrong(LoketError):
    """What was typed does not end this kiosk."""

    happened = N_("This is not the exit code of this kiosk.")
    safe = N_("It goes on giving numbers.")
    do_next = N_("Ask whoever set it up; a new code: loket kiosk exit-code")


class NotGivenNow(LoketError):
    """Somebody comes with an appointment while its service gives no numbers."""

    happened = N_("No number is given for this appointment now.")
    safe = N_("It stands; nothing was changed.")
    do_next = N_("Ask at a counter.")


class Closed(StrEnum):
    """Why no number is given for a service now."""

    NO_HUB = "no_hub"  # no counter would call what is numbered here
    NOT_OPENED = "not_opened"  # nobody has opened today yet
    AFTER_HOURS = "after_hours"
    NO_COUNTER = "no_counter"  # no counter in use serves it
    SUSPENDED = "suspended"  # it cannot be rendered now; `why` tells
    NO_BLANKS = "no_blanks"  # whoever waits will have the last ones
    FULL = "full"  # as many numbers as a day has are given


_KEPT_OPEN = (None, Closed.FULL, Closed.NO_BLANKS)  # for whoever was expected


class ServiceState(Struct, frozen=True):
    """Whether a number is given for a service now; if not, why, and when to return."""

    closed: Closed | None = None
    back: datetime | None = None  # the branch's own time; None: nobody knows
    why: str = ""  # of a suspension, as its clerk told


class Offer(Struct, frozen=True):
    """One service, as it can be chosen now."""

    service: str
    title: Text
    state: ServiceState
    waiting: int = 0
    wait: WaitRange | None = None  # for whoever comes now; None: not known, or nobody is ahead


class GroupOffer(Struct, frozen=True):
    """Services behind one button."""

    group: Group
    offers: tuple[Offer, ...]

    @property
    def state(self) -> ServiceState:
        """Open as soon as one of its services is."""
        states = [each.state for each in self.offers]
        return next((each for each in states if each.closed is None), states[0])

    @property
    def waiting(self) -> int:
        """How many wait for any of them."""
        return sum(each.waiting for each in self.offers)

    @property
    def wait(self) -> WaitRange | None:
        """The range that holds all of theirs; None where one of them is not known."""
        told = [each.wait for each in self.offers if each.state.closed is None]
        known = [each for each in told if each is not None]
        if not known or len(known) < len(told):
            return None
        return WaitRange(min(each.low_s for each in known), max(each.high_s for each in known))


class Kiosk(Struct, frozen=True):
    """All that the first pages show."""

    office: str
    zone: Zone
    now: datetime  # the branch's own time
    closes: time | None  # today; None: no hours are laid down, or none today
    groups: tuple[GroupOffer, ...]
    expects: bool = False  # whether somebody may come with an appointment, and have a number

    @property
    def is_open(self) -> bool:
        """Whether any number can be had."""
        return any(each.state.closed is None for each in self.groups)


class Given(Struct, frozen=True):
    """A number just given, as its page shows it."""

    id: TicketId
    number: str
    title: Text
    priority: bool
    at: datetime
    ahead: int
    wait: WaitRange | None
    printed: bool  # the paper is out
    trouble: str  # why it is not: an error's code; empty: it is on its way
    following: tuple[Text, ...] = ()  # services of the same visit, after this one
    slot: time | None = None  # of the appointment with which its holder came in time


# --- reads ------------------------------------------------------------------------------------
def kiosk(reading: Reading) -> Kiosk:
    """What is offered now. Raises OfficeNotSetUp."""
    office, catalogue = reading.settings.office(), reading.settings.catalogue()
    now = _now(reading)
    hours = office_calendar(reading).hours(now.date())
    day = reading.settings.day()
    tickets = reading.tickets.on(day) if day == now.date().isoformat() else []
    groups = [
        GroupOffer(
            group,
            tuple(
                _offer(reading, each, tickets)
                for each in catalogue.services_of(group.id)
                if not each.quick
            ),
        )
        for group in catalogue.groups
    ]
    offers = (offer for each in groups for offer in each.offers)
    return Kiosk(
        office=office.name,
        zone=reading.zone,
        now=now,
        closes=hours.closes if hours is not None else None,
        groups=tuple(each for each in groups if each.offers),
        expects=any(each.state.closed in _KEPT_OPEN for each in offers)
        and expects_somebody(reading, now.date()),
    )


def service_state(reading: Reading, service: str) -> ServiceState:
    """Whether a number is given for a service now.

    Numbers begin when a person has opened the day, before the doors do, and end when the office
    closes. An office without hours closes when its people say so.

    Raises:
        ServiceUnknown, OfficeNotSetUp
    """
    service_of(reading, service)
    now, calendar = _now(reading), office_calendar(reading)
    if reading.settings.hub() is None:
        return ServiceState(Closed.NO_HUB)
    hours = calendar.hours(now.date())
    if reading.settings.office().hours and (hours is None or now.time() >= hours.closes):
        return ServiceState(Closed.AFTER_HOURS, _opens_next(calendar, now))
    if reading.settings.day() != now.date().isoformat():
        opens = datetime.combine(now.date(), hours.opens) if hours is not None else None
        return ServiceState(Closed.NOT_OPENED, opens if opens and opens > now else None)
    if not serving_counters(reading, service):
        return ServiceState(Closed.NO_COUNTER)
    suspension = suspension_of(reading, service)
    if suspension is not None:
        back = datetime.fromisoformat(suspension.back) if suspension.back else None
        return ServiceState(Closed.SUSPENDED, back, suspension.reason)
    left = left_of(reading, service)
    if left.blanks is not None and left.blanks <= 0:
        return ServiceState(Closed.NO_BLANKS)
    if left.numbers is not None and left.numbers <= 0:
        return ServiceState(Closed.FULL, _opens_next(calendar, now))
    return ServiceState()


def given(reading: Reading, ticket_id: TicketId) -> Given:
    """A number's page: what its paper says, and whether that came out. Raises TicketUnknown."""
    ticket = reading.ticket(ticket_id)
    jobs = reading.local.print_jobs_of(ticket_id)
    last = jobs[-1] if jobs else None
    trouble = last.trouble if last is not None and last.state != "printed" else ""
    if last is not None and last.state == "pending" and not trouble:
        # it waits behind papers that do not come out either
        trouble = reading.local.print_jobs("pending")[0].trouble
    ahead = people_ahead(reading, ticket)
    return Given(
        id=ticket.id,
        number=ticket.number,
        title=service_of(reading, ticket.service).title,
        priority=ticket.priority,
        at=branch_time(ticket.issued_ms, reading.zone).replace(tzinfo=None),
        ahead=ahead,
        wait=expected_wait(reading, ticket.service, reading.tickets.on(ticket.day), ahead),
        printed=last is not None and last.state == "printed",
        trouble=trouble,
        following=tuple(
            service_of(reading, each).title
            for each in ticket.following
            if reading.settings.catalogue().has(each)
        ),
        slot=slot_of(ticket, reading.zone),
    )


def expected_with(reading: Reading, code: str) -> Appointment:
    """Whose appointment a code stands for, where a number can be given for it now.

    Its place is its own: neither a day's numbers nor the blanks that are left keep it out.

    Raises:
        AppointmentUnknown, AppointmentNotToday
        NotGivenNow: no number is given for its service now.
    """
    found = find_code(reading, code)
    if service_state(reading, found.service).closed not in _KEPT_OPEN:
        raise NotGivenNow
    return found


def last_given(reading: Reading) -> TicketId | None:
    """The number of the day that was given last, while somebody waits with it."""
    waiting = [
        each
        for each in reading.tickets.on(current_day(reading))
        if each.state is TicketState.WAITING
    ]
    return waiting[-1].id if waiting else None


# --- its end ----------------------------------------------------------------------------------
def keep_exit_code(work: Work, hashed: str) -> None:
    """Let this code end the kiosk from now on; `hashed` by `people.hash_pin`."""
    work.local.put(_EXIT, hashed)
    work.local.set_sign_in_failures(_EXIT, 0, work.now_ms)


def check_exit_code(office: Office, code: str) -> None:
    """Check the code that ends a kiosk; guessing is slowed down as at a counter.

    Raises:
        ExitCodeWrong
        SignInSlowed: too many wrong ones; says how long to wait.
    """
    hashed, failures, last_ms = office.read(_exit_code)
    if remaining := wait_s(failures, last_ms, office.clock.now_ms()):
        raise SignInSlowed(seconds=remaining)
    is_right = is_pin(code, hashed)
    office.act(_count_tries, 0 if is_right else failures + 1)
    if not is_right:
        raise ExitCodeWrong


def _exit_code(reading: Reading) -> tuple[str, int, int]:
    return reading.local.get(_EXIT, str) or "", *reading.local.sign_in_failures(_EXIT)


def _count_tries(work: Work, failures: int) -> None:
    work.local.set_sign_in_failures(_EXIT, failures, work.now_ms)


# --- what they share --------------------------------------------------------------------------
def _now(reading: Reading) -> datetime:
    return branch_time(reading.now_ms, reading.zone).replace(tzinfo=None)


def _offer(reading: Reading, service: Service, tickets: Collection[Ticket]) -> Offer:
    state = service_state(reading, service.id)
    waiting = [each for each in tickets if each.state is TicketState.WAITING]
    due_ms = reading.now_ms + 60_000 * service.target_wait_min
    ahead = sum(each.due_ms <= due_ms for each in waiting)
    return Offer(
        service=service.id,
        title=service.title,
        state=state,
        waiting=sum(each.service == service.id for each in waiting),
        wait=None if state.closed else expected_wait(reading, service.id, tickets, ahead),
    )


def _opens_next(calendar: OfficeCalendar, now: datetime) -> datetime | None:
    for days in range(_LOOKS_AHEAD):
        day: date = now.date() + timedelta(days=days)
        hours = calendar.hours(day)
        if hours is not None and (opens := datetime.combine(day, hours.opens)) > now:
            return opens
    return None
