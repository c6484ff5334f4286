"""What a hub decides for its branch: who is called next, and which number comes next.

A station asks under a request id of its own, and again where the answer was lost: the same id
gets the same ticket, the same number. A ticket promised and not called is free again after ten
seconds, or when its counter asks for another; a number given away is gone, even where its ticket
never comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from counter.domain.events import TicketId
from counter.domain.numbers import BARE, KEPT_LETTER
from counter.domain.queue import Reach, next_ticket
from counter.errors import LoketError
from counter.office.queue import CounterBusy, NobodyWaits, next_running
from counter.office.waiting import current_day, services_of
from counter.text import N_

if TYPE_CHECKING:
    from counter.domain.bodies import HubPromoted
    from counter.store.reservations import Reservation
    from counter.store.work import Work

PROMISED_MS = 10_000
_LEFT = "lane_left"  # the name, among a hub's own rows, of the day it gives no number on


class NotTheHub(LoketError):
    """Another node is the branch's hub, or none is."""

    happened = N_("This computer is not the office's hub now.")
    safe = N_("The counters go on by themselves.")
    do_next = N_("Ask IT which computer is the hub.")


class DayDiffers(LoketError):
    """The hub is on another day than whoever asks."""

    happened = N_("The hub is on another day: {day}.")
    safe = N_("Nothing was changed.")
    do_next = N_("Wait a moment until both have the same day, then do it again.")


class LaneInUse(LoketError):
    """Another node has numbered in the hub's lane today."""

    happened = N_("Numbers of the hub's lane were given by another computer today.")
    safe = N_("Every counter numbers by itself until tomorrow.")
    do_next = N_("Nothing needs to be done.")


class LaneGivenToday(LoketError):
    """Whoever gave a lane's numbers today may have given the very next one unseen."""

    happened = N_("Numbers without a lane were given today.")
    safe = N_("Nothing was changed; every number stays valid.")
    do_next = N_("Do it on another day, before the first number is given.")


class LaneHeld(LoketError):
    """A counter has the lane, which may go on giving its numbers."""

    happened = N_("Computer {node} gives the numbers without a lane.")
    safe = N_("Nothing was changed.")
    do_next = N_("If it is gone for good, let it in no more on the hub's page, then do it again.")


class Promise(Struct, frozen=True):
    """A ticket that one counter may call now, and nobody else."""

    ticket: TicketId
    number: str
    grant: tuple[int, str, int]  # epoch (number, node), n


class Minted(Struct, frozen=True):
    """A number given away."""

    lane: str
    running: int


def reserve_next(work: Work, *, request: str, counter: int, person: str = "") -> Promise:
    """Promise a counter whoever is next for it.

    Args:
        request: the same again where the answer was lost.
        person: who sits there.

    Raises:
        NotTheHub, CounterBusy, NobodyWaits, DayNotOpened
    """
    from counter.store.reservations import Reservation

    hub = _own_hub(work)
    day = current_day(work)
    promises = work.reservations.last_of_each()
    standing = [each for each in promises if each.until_ms > work.now_ms]
    for each in standing:
        if each.request == request:
            return _promise(hub, each)
    # what it was promised before is free again: it decided without it, and asks for another
    promised = [each.ticket for each in standing if each.counter != counter]
    up = work.tickets.next_up(
        day, counter, services_of(work, counter, person), reach=Reach.PROMISED, promised=promised
    )
    if up.standing is not None:
        raise CounterBusy(number=up.standing.number)
    chosen = next_ticket(up.waiting, up.passed, now_ms=work.now_ms)
    if chosen is None:
        raise NobodyWaits
    kept = Reservation(
        counter=counter,
        request=request,
        n=1 + max((each.n for each in promises), default=0),
        ticket=chosen.id,
        number=chosen.number,
        until_ms=work.now_ms + PROMISED_MS,
    )
    work.reservations.keep(kept)
    return _promise(hub, kept)


def mint_number(work: Work, *, request: str, day: str, letter: str) -> Minted:
    """Give away the next number of the hub's own lane.

    Raises:
        NotTheHub, DayNotOpened
        DayDiffers: it would be a number of another day.
        LaneInUse
    """
    _own_hub(work)
    if day != (today := current_day(work)):
        raise DayDiffers(day=today)
    if work.local.get(_LEFT, str) == day:
        raise LaneInUse
    if (before := work.reservations.minted(request)) is not None:
        return Minted(*before)
    lane = work.node.lane
    running = next_running(work, day, letter)
    if running == 1:  # a new day
        work.reservations.forget(before=day)
    work.reservations.keep_minted(request, day=day, lane=lane, letter=letter, running=running)
    return Minted(lane, running)


def take_bare_lane(work: Work) -> None:
    """Let this hub give the numbers without a lane from now on; the hub that had them is removed.

    Only a person can say that the other computer is gone for good: cut off, it would go on giving
    the same numbers. The store's own lane is the caller's to set afterwards.

    Raises:
        NotTheHub, LaneGivenToday
        LaneHeld: a counter has it, that nobody removed or that never joined this hub.
    """
    from counter.store.nodes import nodes_opened_in

    _own_hub(work)
    admitted = {each.node: each for each in work.settings.nodes()}
    having = {each.node for each in admitted.values() if each.lane == BARE and not each.revoked}
    hubs = {each.node for each in admitted.values() if not each.token_hash}
    opened = nodes_opened_in(work.connection, work.branch, BARE)
    held = (having | (opened - admitted.keys())) - hubs
    if held:
        raise LaneHeld(node=min(held))
    day = work.settings.day()
    todays = work.tickets.on(day) if day is not None else []
    if any(each.lane == BARE and each.letter != KEPT_LETTER for each in todays):
        raise LaneGivenToday
    own = admitted[work.node.id]
    removed = [replace(admitted[each], revoked=True) for each in having - {own.node}]
    for each in (*removed, replace(own, lane=BARE)):
        work.record(each, entity=f"node:{each.node}")


def leave_lane(work: Work) -> None:
    """Give no number away today: whoever had this lane so far may have given the same."""
    work.local.put(_LEFT, work.settings.day() or "")


def _own_hub(work: Work) -> HubPromoted:
    hub = work.settings.hub()
    if hub is None or hub.node != work.node.id:
        raise NotTheHub
    return hub


def _promise(hub: HubPromoted, kept: Reservation) -> Promise:
    return Promise(TicketId(kept.ticket), kept.number, (hub.number, hub.node, kept.n))
