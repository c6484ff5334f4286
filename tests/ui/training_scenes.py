"""Scenes of practice: the band along a window, the panel with a citizen and with the lessons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from counter.demo.guests import WALK_MS, Guests
from counter.domain.events import TicketId
from counter.domain.ticket import Ticket, TicketState
from counter.office.catalogue import read_catalogue
from counter.office.people import Role
from counter.office.practice import Guest, Lesson, Practice, PracticeView, Speed
from counter.office.station import Station
from counter.text import _, word
from ui.tasks import Tasks
from ui.training.band import Band
from ui.training.panel import PracticePanel
from ui.widgets.sign_in import Person, SignIn
from ui.widgets.window import Window

PIN = "1234"
CALLED_MS = 1_000_000
LEARNT = frozenset({Lesson.CALL, Lesson.START, Lesson.FILE, Lesson.HOLD})
Scene = Callable[[Tasks], QWidget]


class _Still:
    """A practice where nothing moves."""

    pin = PIN

    def __init__(self, view: PracticeView) -> None:
        self._view = view

    @property
    def station(self) -> Station:
        return cast("Station", self)

    def subscribe(self, _listener: object) -> Callable[[], None]:
        return lambda: None

    def view(self) -> PracticeView:
        return self._view

    def set_speed(self, speed: Speed) -> None:
        """It stays as it is."""


def guest(nth: int, service: str, state: TicketState) -> Guest:
    """The n-th citizen whom somebody meets."""
    guests = Guests(read_catalogue("dukcapil"), date(2026, 11, 24))
    for number in range(1, nth + 1):
        ticket = Ticket(
            id=TicketId(f"c:{number}"),
            number=f"A-{number:03}",
            day="2026-11-24",
            lane="",
            letter="A",
            running=number,
            service=service,
            priority=False,
            state=state,
            target_s=900,
            issued_ms=0,
            due_ms=0,
            position=number,
            called_ms=CALLED_MS,
        )
        met = guests.meet(ticket, CALLED_MS + WALK_MS)
    return met


def _panel(tab: int, met: Guest | None, *, back: tuple[str, ...] = ()) -> Scene:
    def make(tasks: Tasks) -> QWidget:
        view = PracticeView(met, back, LEARNT, Speed.CALM, signed_in=False)
        window = Window()
        practice: Practice = _Still(view)
        panel = PracticePanel(practice, tasks, window, QAction(window))
        panel.setProperty("whole", False)
        panel.setProperty("over", window)  # which lives as long
        panel.resize(284, 448)
        panel.show_view(view)
        panel.tabs.setCurrentIndex(tab)
        return panel

    return make


def band(_tasks: Tasks) -> QWidget:
    """The page to sign in on, below its band."""
    window = Window()
    opening = QAction(_("Practice panel"), window, shortcut=QKeySequence("F11"))
    window.setMenuWidget(Band(PIN, opening))
    page = SignIn(_("Practice office"), _("Counter {number}").format(number=3))
    page.show_people([Person("latihan", _("Practising clerk"), word(Role.CLERK))])
    page.fit(0)
    window.setCentralWidget(page)
    return window


ALL: dict[str, Scene] = {
    "practice-band": band,
    "practice-person": _panel(0, guest(1, "ktp_replacement", TicketState.SERVING)),
    "practice-fetches": _panel(
        0, guest(2, "ktp_replacement", TicketState.CALLED), back=("A-007", "B-002")
    ),
    "practice-nobody": _panel(0, guest(3, "ktp_replacement", TicketState.CALLED)),
    "practice-elsewhere": _panel(0, guest(5, "ktp_replacement", TicketState.SERVING)),
    "practice-empty": _panel(0, None),
    "practice-lessons": _panel(1, None),
}
