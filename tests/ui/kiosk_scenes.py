"""Scenes of the kiosk: the start, a group, a number, closed, without paper, large on black."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from counter.domain.calendar import Zone
from counter.domain.catalogue import Catalogue
from counter.domain.events import TicketId
from counter.domain.waits import WaitRange
from counter.errors import LoketError
from counter.office.catalogue import read_catalogue
from counter.office.kiosk import Closed, Given, GroupOffer, Kiosk, Offer, ServiceState
from counter.office.kiosk_node import KioskNotJoined
from counter.office.voice import Guide
from tests.ui.staging import staged
from ui.kiosk.window import KioskWindow
from ui.tasks import Tasks

NOW = datetime(2026, 11, 24, 10, 42)
CATALOGUE: Catalogue = read_catalogue("dukcapil")
GROUPS = [  # a question of a minute takes no number
    group
    for group in CATALOGUE.groups
    if any(not each.quick for each in CATALOGUE.services_of(group.id))
]
_WAITING = {
    "A": (5, (900, 1500)),
    "B": (3, (600, 1200)),
    "C": (1, (300, 600)),
    "D": (3, (900, 900)),
}
_PAUSED = "E"  # no counter serves it today


def _offers(letter: str, closed: ServiceState | None) -> tuple[Offer, ...]:
    group = next(each for each in CATALOGUE.groups if each.letter == letter)
    waiting, (low_s, high_s) = _WAITING.get(letter, (0, (0, 0)))
    state = closed or ServiceState(Closed.NO_COUNTER if letter == _PAUSED else None)
    wait = WaitRange(low_s, high_s) if waiting and state.closed is None else None
    services = [each for each in CATALOGUE.services_of(group.id) if not each.quick]
    return tuple(
        Offer(each.id, each.title, state, waiting if at == 0 else 0, wait)
        for at, each in enumerate(services)
    )


def offered(closed: ServiceState | None = None) -> Kiosk:
    """The morning of the gallery; or closed, all of it for one reason."""
    return Kiosk(
        office="Kelurahan Menteng",
        zone=Zone.WIB,
        now=NOW,
        closes=time(15),
        groups=tuple(GroupOffer(each, _offers(each.letter, closed)) for each in GROUPS),
    )


GIVEN = Given(
    id=TicketId("c:1"),
    number="A-024",
    title=CATALOGUE.service("ktp_replacement").title,
    priority=False,
    at=NOW,
    ahead=5,
    wait=WaitRange(900, 1500),
    printed=True,
    trouble="",
)


class Silence:
    """A player that nobody hears."""

    def __call__(self, clips: Sequence[Path]) -> None:
        """Nothing."""

    def stop(self) -> None:
        """Nothing."""


class Standing:
    """A kiosk's node on which nothing changes."""

    def __init__(self, found: Kiosk | LoketError, given: Given = GIVEN) -> None:
        self._found, self._given = found, given

    def start(self) -> None:
        """Nothing to open."""

    def look(self, ticket: TicketId | None = None) -> tuple[Kiosk, Given | None]:
        """Always the same."""
        if isinstance(self._found, LoketError):
            raise self._found
        return self._found, self._given if ticket is not None else None

    def give(self, service: str, *, priority: bool = False) -> Given:
        """Always the same number."""
        return replace(self._given, priority=priority)

    def check_in(self, code: str, *, priority: bool = False) -> Given:
        """Always the same number."""
        return replace(self._given, priority=priority)

    def add(self, ticket: TicketId, service: str) -> Given:
        """The same number, and what follows with it."""
        return replace(self._given, following=(CATALOGUE.service(service).title,))

    def leave(self, code: str) -> None:
        """Any code will do."""

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Nothing is ever said."""
        return lambda: None


def _scene(
    found: Kiosk | LoketError,
    act: Callable[[KioskWindow], object] | None = None,
    given: Given = GIVEN,
) -> Callable[[Tasks], QWidget]:
    def make(tasks: Tasks) -> QWidget:
        window = KioskWindow(Standing(found, given), tasks, Guide(Path(), Silence()))
        window.begin()
        return staged(
            window,
            ready=partial(_has_choices, window) if isinstance(found, Kiosk) else None,
            after=partial(act, window) if act is not None else None,
        )

    return make


def _has_choices(window: KioskWindow) -> bool:
    return bool(window.choices)


def _take(window: KioskWindow) -> None:
    window.give(offered().groups[0].offers[0])


def _large(window: KioskWindow) -> None:
    window.frame.larger.click()


def _open_group(window: KioskWindow) -> None:
    window.choose_group(offered().groups[0])


OPEN = offered()
AFTER_HOURS = replace(
    offered(ServiceState(Closed.AFTER_HOURS, datetime(2026, 11, 25, 8))),
    now=datetime(2026, 11, 24, 15, 20),
)
_DOWN = ServiceState(Closed.SUSPENDED, datetime(2026, 11, 24, 13), "the national system is down")
SUSPENDED = replace(
    OPEN, groups=(replace(OPEN.groups[0], offers=_offers("A", _DOWN)), *OPEN.groups[1:])
)
EXPECTS = replace(OPEN, expects=True)
WITHOUT_PAPER = replace(GIVEN, printed=False, trouble="printer-refused")

ALL: dict[str, Callable[[Tasks], QWidget]] = {
    "kiosk-start": _scene(OPEN),
    "kiosk-group": _scene(OPEN, _open_group),
    "kiosk-ticket": _scene(OPEN, _take),
    "kiosk-visit": _scene(
        OPEN, _take, replace(GIVEN, following=(CATALOGUE.service("kk_new").title,))
    ),
    "kiosk-closed": _scene(AFTER_HOURS),
    "kiosk-suspended": _scene(SUSPENDED),
    "kiosk-not-opened": _scene(offered(ServiceState(Closed.NOT_OPENED))),
    "kiosk-paper-out": _scene(OPEN, _take, WITHOUT_PAPER),
    "kiosk-contrast": _scene(OPEN, _large),
    "kiosk-expects": _scene(EXPECTS),
    "kiosk-arrival": _scene(EXPECTS, KioskWindow.ask_arrival),
    "kiosk-expected": _scene(EXPECTS, _take, replace(GIVEN, slot=time(11), wait=None)),
    "kiosk-exit": _scene(OPEN, KioskWindow.ask_code),
    "kiosk-problem": _scene(KioskNotJoined()),
}
