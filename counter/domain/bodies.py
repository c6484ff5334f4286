"""Every kind of event, and the private parts that may be erased from them.

Names and numbers of citizens and staff, addresses and answers stand in private parts only.
"""

from __future__ import annotations

from functools import cache
from typing import ClassVar

import msgspec
from msgspec import Struct

from counter.domain.catalogue import Catalogue
from counter.domain.events import Body, Event, encode_body


# --- the log itself ---------------------------------------------------------------------------
class ChainOpened(Body, frozen=True):
    """A store was started: its events from here on stand in this chain."""

    kind: ClassVar[str] = "chain.opened"
    node: str
    lane: str  # of this node's numbers; empty: the bare lane
    public_key: bytes  # Ed25519, 32 bytes; `node` is its fingerprint
    predecessor: str | None = None
    predecessor_seq: int = 0


# --- the branch's nodes -----------------------------------------------------------------------
class NodeAdmitted(Body, frozen=True):
    """A hub let a node in, or out again. Entity `node:ID`.

    Every node of the branch hears of it, so whichever becomes hub next knows them all.
    """

    kind: ClassVar[str] = "node.admitted"
    node: str
    lane: str  # of its numbers
    public_key: bytes  # Ed25519, 32 bytes
    token_hash: bytes  # SHA-256 of what it shows
    revoked: bool = False
    sees_people: bool = True  # a board or kiosk does not: it is sent no private part


class HubPromoted(Body, frozen=True):
    """From now on this node is the branch's hub. Entity `hub`; the highest epoch holds.

    The epoch is `(number, node)`: of two promotions that did not see each other one is higher.
    """

    kind: ClassVar[str] = "hub.promoted"
    number: int
    node: str
    url: str  # where it listens
    certificate: bytes  # DER; empty: it speaks without TLS, to this PC only


class CentralNamed(Body, frozen=True):
    """Where central is, for a node that its hub let in. Entity `central`."""

    kind: ClassVar[str] = "central.named"
    url: str
    public_key: bytes  # Ed25519: countersigns heads
    certificate: bytes  # DER; empty: as browsers check, or none


# --- configuration ----------------------------------------------------------------------------
class OfficeConfigured(Body, frozen=True):
    """The office as its papers and windows name it. Entity `office`; private: `OfficePart`."""

    kind: ClassVar[str] = "office.configured"
    code: str  # as receipts carry it: 3171-06
    name: str
    zone: str  # WIB, WITA, WIT
    address: str
    city: str
    letterhead: tuple[str, ...]  # lines above the name, the highest authority first
    complaint_channel: str
    public_key: bytes  # Ed25519, 32 bytes: receipts are checked by it
    central_url: str = ""
    # mon … sun: opens, closes (HH:MM); a missing day is closed
    hours: dict[str, tuple[str, str]] = msgspec.field(default_factory=dict)
    running_text: str = ""  # along the foot of every board


class OfficePart(Struct, frozen=True):
    """The office's private key (Ed25519, 32 bytes): every counter signs receipts with it."""

    private_key: bytes


class CatalogueAdopted(Body, frozen=True):
    """The services the office offers from now on. Entity `catalogue`."""

    kind: ClassVar[str] = "catalogue.adopted"
    catalogue: Catalogue


class CalendarCorrected(Body, frozen=True):
    """The office's own word on one day. Entity `calendar:DATE`."""

    kind: ClassVar[str] = "calendar.corrected"
    date: str
    working: bool
    name: str


class PersonSet(Body, frozen=True):
    """Somebody who may sign in. Entity `person:ID`; private: `PersonPart`."""

    kind: ClassVar[str] = "person.set"
    id: str
    roles: tuple[str, ...]
    active: bool = True
    services: tuple[str, ...] = ()  # that they can render; empty: every one


class PersonPart(Struct, frozen=True, omit_defaults=True):
    """A member of staff's name and PIN hash (argon2id)."""

    name: str
    pin_hash: str


class CounterSet(Body, frozen=True):
    """A counter of the branch. Entity `counter:NUMBER`."""

    kind: ClassVar[str] = "counter.set"
    number: int
    name: str
    services: tuple[str, ...] = ()  # empty: every service
    active: bool = True
    zone: str = ""  # where in the building: a board shows one zone's calls


class PauseSet(Body, frozen=True):
    """Nobody is called to a counter for a while, or somebody is again. Entity `pause:NUMBER`."""

    kind: ClassVar[str] = "pause.set"
    number: int
    day: str  # it ends with the day
    paused: bool
    reason: str = ""
    since_ms: int = 0


class ServiceSuspended(Body, frozen=True):
    """A service cannot be rendered for a while, or can again. Entity `service:ID`."""

    kind: ClassVar[str] = "service.suspended"
    service: str
    suspended: bool
    reason: str = ""
    back: str = ""  # the branch's own time, ISO; empty: nobody knows
    since_ms: int = 0


class LimitSet(Body, frozen=True):
    """How much of a service there is. Entity `limit:ID`; None: it is not limited so."""

    kind: ClassVar[str] = "limit.set"
    service: str
    a_day: int | None = None  # numbers
    blanks: int | None = None  # in the drawer when they were counted
    counted_ms: int = 0


class SlotsSet(Body, frozen=True):
    """At which times a service takes appointments. Entity `slots:ID`; no places: at none."""

    kind: ClassVar[str] = "slots.set"
    service: str
    places: int  # people expected at each time
    hours: tuple[str, str]  # the first time, and the end; HH:MM
    every_min: int
    days: tuple[str, ...] = ()  # mon … sun; empty: whenever the office opens


# --- the day ----------------------------------------------------------------------------------
class DayOpened(Body, frozen=True):
    """The branch's own calendar day began, by a person's act. Entity `day:DATE`."""

    kind: ClassVar[str] = "day.opened"
    date: str


# --- tickets ----------------------------------------------------------------------------------
class TicketIssued(Body, frozen=True):
    """A citizen took a number."""

    kind: ClassVar[str] = "ticket.issued"
    number: str  # as printed: A-017
    day: str
    lane: str
    letter: str
    running: int
    service: str
    target_s: int  # of its class, as the catalogue said then
    priority: bool = False
    people: int = 1  # who came together with one number
    following: tuple[str, ...] = ()  # services of the same visit, after this one
    due_ms: int | None = None  # where it is not arrival + target: the place it kept
    kept_from: str | None = None  # the ticket of an earlier day whose place it keeps
    appointment: str | None = None  # with which the citizen came
    slot_ms: int | None = None  # when that was


class TicketCalled(Body, frozen=True):
    """A counter claims the ticket, for the round its author saw."""

    kind: ClassVar[str] = "ticket.called"
    counter: int
    grant: tuple[int, str, int] | None = None  # the hub's: epoch (counter, node), n
    taken_over: bool = False  # by hand, from the lane of another counter's PC
    quiet: bool = False  # the citizen stands there already: no board says it


class ClaimBody(Body, frozen=True):
    """An event about one claim."""

    claim: str


class TicketRecalled(ClaimBody, frozen=True):
    """Called once more."""

    kind: ClassVar[str] = "ticket.recalled"


class TicketStarted(ClaimBody, frozen=True):
    """The citizen is at the counter."""

    kind: ClassVar[str] = "ticket.started"


class TicketNoShow(ClaimBody, frozen=True):
    """Nobody came."""

    kind: ClassVar[str] = "ticket.no_show"


class TicketReleased(ClaimBody, frozen=True):
    """The counter gave an unstarted claim back; final."""

    kind: ClassVar[str] = "ticket.released"


class TicketHeld(ClaimBody, frozen=True):
    """Set aside: the citizen fetches something."""

    kind: ClassVar[str] = "ticket.held"
    reason: str = ""


class TicketResumed(ClaimBody, frozen=True):
    """Back at the counter."""

    kind: ClassVar[str] = "ticket.resumed"


class TicketFinished(ClaimBody, frozen=True):
    """Served."""

    kind: ClassVar[str] = "ticket.finished"


class TicketTransferred(Body, frozen=True):
    """Another service, or one counter, goes on with the citizen: a new round."""

    kind: ClassVar[str] = "ticket.transferred"
    service: str
    target_s: int
    counter: int | None = None  # only this one may call it
    following: tuple[str, ...] = ()  # services of the same visit, after this one
    again: bool = False  # the same service, for the next of those who came together


class TicketCarried(Body, frozen=True):
    """The day a place was kept for was never opened: it is kept for this one."""

    kind: ClassVar[str] = "ticket.carried"
    day: str


class TicketPlanned(Body, frozen=True):
    """What follows in this visit after the service of this round."""

    kind: ClassVar[str] = "ticket.planned"
    following: tuple[str, ...]


class TicketCorrected(Body, frozen=True):
    """What was entered wrongly, put right by a person who says why.

    What is None stays. An outcome counts for a ticket whose claims its author had all seen.
    """

    kind: ClassVar[str] = "ticket.corrected"
    reason: str
    service: str | None = None
    target_s: int | None = None  # with another service or class
    priority: bool | None = None
    outcome: str | None = None  # served, no_show, left or cancelled


class TicketLeft(Body, frozen=True):
    """The citizen went away."""

    kind: ClassVar[str] = "ticket.left"


class TicketCancelled(Body, frozen=True):
    """The number counts no more."""

    kind: ClassVar[str] = "ticket.cancelled"
    reason: str = ""


class TicketDayEnded(Body, frozen=True):
    """The day ended before this ticket did."""

    kind: ClassVar[str] = "ticket.day_ended"
    reason: str = ""


class TicketKept(Body, frozen=True):
    """The citizen comes back another day and keeps the place, under another number."""

    kind: ClassVar[str] = "ticket.kept"
    ticket: str  # issued for that day
    reason: str = ""


class TicketSettled(ClaimBody, frozen=True):
    """A supervisor says which claim counts; the others seen end."""

    kind: ClassVar[str] = "ticket.settled"


class TicketUndone(Body, frozen=True):
    """Takes events of this ticket back: the fold without them."""

    kind: ClassVar[str] = "ticket.undone"
    events: tuple[str, ...]


# --- appointments -----------------------------------------------------------------------------
class AppointmentBooked(Body, frozen=True):
    """A citizen is expected at a time. Private: `AppointmentPart`."""

    kind: ClassVar[str] = "appointment.booked"
    service: str
    day: str  # the branch's own, ISO
    time: str  # HH:MM
    code: str  # on the slip: who comes types it at the kiosk
    people: int = 1


class AppointmentPart(Struct, frozen=True, omit_defaults=True):
    """Who is expected, as told."""

    name: str
    phone: str = ""


class AppointmentMoved(Body, frozen=True):
    """Another time was agreed on."""

    kind: ClassVar[str] = "appointment.moved"
    day: str
    time: str


class AppointmentCancelled(Body, frozen=True):
    """Nobody will come."""

    kind: ClassVar[str] = "appointment.cancelled"
    reason: str = ""


class AppointmentArrived(Body, frozen=True):
    """The citizen is here and has a number."""

    kind: ClassVar[str] = "appointment.arrived"
    ticket: str


# --- applications and receipts ----------------------------------------------------------------
class DocumentTaken(Struct, frozen=True, omit_defaults=True):
    """One requirement as it was at filing."""

    requirement: str
    handed_in: bool


class ApplicationFiled(Body, frozen=True):
    """An intake was filed and its receipt numbered, at once. Private: `ApplicantPart`."""

    kind: ClassVar[str] = "application.filed"
    service: str
    catalogue: str  # id and version it was made with: "dukcapil 2026.1"
    receipt: str  # number as printed: 3171-06/L3/2026/000412
    year: int
    lane: str
    running: int
    documents: tuple[DocumentTaken, ...]
    fee_rupiah: int
    due_date: str | None  # promised; None while documents are missing
    ticket: str | None = None
    overrides: tuple[tuple[str, str, str], ...] = ()  # field, warning, why it was overridden
    awaits: str = ""  # why the service was suspended: its receipt is a promise slip


class ApplicantPart(Struct, frozen=True, omit_defaults=True):
    """What a citizen told: by field id, as stored (dates ISO, NIK digits only)."""

    answers: dict[str, str]


class ApplicationTakenUp(Body, frozen=True):
    """What was taken against a promise slip is being worked off."""

    kind: ClassVar[str] = "application.taken_up"
    due_date: str  # promised from now on


class ReceiptCopied(Body, frozen=True):
    """A copy of the receipt was asked for: SALINAN ke-n."""

    kind: ClassVar[str] = "application.receipt_copied"
    copy: int


class ApplicationVoided(Body, frozen=True):
    """The filing counts no more; its receipt keeps its number."""

    kind: ClassVar[str] = "application.voided"
    reason: str


def _leaves(base: type[Body]) -> list[type[Body]]:
    found = [each for each in base.__subclasses__() if "kind" in vars(each)]
    for each in base.__subclasses__():
        found += _leaves(each)
    return found


@cache
def kinds() -> dict[tuple[str, int], msgspec.msgpack.Decoder[Body]]:
    """A decoder for each (kind, version) this release knows."""
    return {(body.kind, body.version): msgspec.msgpack.Decoder(body) for body in _leaves(Body)}


class UnknownKind(Exception):
    """An event of a kind or version this release does not know: stored, forwarded, not folded."""


def decode_body(event: Event) -> Body:
    """The event's body.

    Raises:
        UnknownKind: this release does not know it.
        msgspec.DecodeError: it is not what its kind says.
    """
    decoder = kinds().get((event.kind, event.version))
    if decoder is None:
        raise UnknownKind(f"{event.kind} {event.version}")
    try:
        return decoder.decode(event.body)
    except UnicodeDecodeError as error:  # msgspec lets it out as it is
        raise msgspec.DecodeError(str(error)) from error


def says_more(event: Event) -> bool:
    """Whether an event holds what this release passes over: a field, or a kind not critical."""
    try:
        read = decode_body(event)
    except UnknownKind:
        return not event.critical
    except msgspec.DecodeError:
        return False
    return bytes(encode_body(read)) != bytes(event.body)
