"""The desk at work: one citizen's service by keyboard, on a real store, central absent."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter.domain.ticket import TicketState
from counter.office import queue
from counter.office.station import Station
from tests.ui.stations import papers
from ui.desk.state import DeskState
from ui.desk.window import DeskWindow
from ui.front import Front
from ui.intake.editors import LineEditor
from ui.widgets.line_edit import LineEdit

Key = Qt.Key
KTP = "ktp_new"
Give = Callable[..., str]


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def shown(desk: DeskWindow) -> DeskState:
    assert desk.state is not None
    return desk.state


def state_of(desk: DeskWindow) -> TicketState | None:
    current = shown(desk).current
    return current.state if current is not None else None


def sign_in(qtbot: QtBot, front: Front, person: str = "sari", pin: str = "1234") -> DeskWindow:
    page = front.sign_in
    assert page is not None
    page.people.setCurrentIndex(page.people.findData(person))
    qtbot.keyClicks(page.pin, pin)
    qtbot.keyClick(page.pin, Key.Key_Return)
    qtbot.waitUntil(lambda: front.window_ is not None and front.page is front.window_)
    assert front.window_ is not None
    return front.window_


@pytest.fixture
def desk(qtbot: QtBot, front: Front) -> DeskWindow:
    """The desk with Sari signed in."""
    return sign_in(qtbot, front)


@pytest.fixture
def give(station: Station, qtbot: QtBot, desk: DeskWindow) -> Give:
    """Give a number as a kiosk would, and wait until the desk shows it."""

    def give(service: str = KTP, *, priority: bool = False) -> str:
        with ThreadPoolExecutor(1) as elsewhere:
            ticket = elsewhere.submit(
                station.office.act, queue.issue_ticket, service=service, priority=priority
            ).result()
        qtbot.waitUntil(lambda: ticket.id in [each.id for each in shown(desk).waiting])
        return ticket.number

    return give


@pytest.fixture
def serving(qtbot: QtBot, desk: DeskWindow, give: Give) -> str:
    """Somebody is at the counter and the form is open."""
    number = give()
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.CALLED)
    qtbot.keyClick(desk, Key.Key_F4)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.SERVING)
    qtbot.waitUntil(lambda: is_form_open(desk))
    return number


def paper_state(desk: DeskWindow) -> str:
    receipt = shown(desk).receipt
    return receipt.state if receipt is not None else ""


def is_form_open(desk: DeskWindow) -> bool:
    return desk.service.isVisible() and isinstance(focus(), LineEdit)


def fill_in(qtbot: QtBot, desk: DeskWindow, answers: dict[str, str]) -> None:
    """Type answers where the form asks for them, Enter moving on."""
    form = desk.service.form
    for name, answer in answers.items():
        editor = form.editor(name)
        control = editor.control()
        control.setFocus()
        if isinstance(editor, LineEditor):
            editor.line.clear()
            qtbot.keyClicks(editor.line, answer)
            qtbot.keyClick(editor.line, Key.Key_Return)
        else:
            editor.set_answer(answer)


DEWI = {
    "nik": "3171015208910003",
    "name": "DEWI LESTARI",
    "nkk": "3171011803150042",
    "address": "Jl. Cikini Raya 21",
    "rt": "004",
    "rw": "002",
    "phone": "081234567890",
}


def complete(qtbot: QtBot, desk: DeskWindow, **others: str) -> None:
    """Fill in everything the form of a new KTP asks."""
    fill_in(qtbot, desk, DEWI | others)
    form = desk.service.form
    for service in shown(desk).catalogue.services:
        if service.id == KTP:
            for field in service.fields:
                if field.choices:
                    form.editor(field.id).set_answer(field.choices[0].id)


def test_f2_shows_the_number_just_called(qtbot: QtBot, desk: DeskWindow, give: Give) -> None:
    number = give()

    qtbot.keyClick(desk, Key.Key_F2)

    qtbot.waitUntil(lambda: desk.ticket.number.text() == number)
    assert state_of(desk) is TicketState.CALLED


@pytest.mark.usefixtures("serving")
def test_one_citizen_is_served_from_call_to_finish_by_keyboard(
    qtbot: QtBot, desk: DeskWindow, tmp_path: Path
) -> None:
    complete(qtbot, desk)
    for check in desk.side.documents.checks():
        check.setFocus()
        qtbot.keyClick(check, Key.Key_Space)

    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.waitUntil(desk.filed.isVisible)
    qtbot.waitUntil(lambda: paper_state(desk) == "printed")
    qtbot.waitUntil(desk.filed.finish.hasFocus)
    qtbot.keyClick(focus(), Key.Key_F9)
    qtbot.waitUntil(lambda: state_of(desk) is None)

    assert desk.filed.number.text() == "3171-06/L1/2026/000001"
    assert [name.endswith(".pdf") for name in papers(tmp_path)] == [True]
    qtbot.waitUntil(lambda: shown(desk).day.served_here == 1)


@pytest.mark.usefixtures("serving")
def test_f10_pressed_twice_gives_one_receipt(
    qtbot: QtBot, desk: DeskWindow, station: Station
) -> None:
    complete(qtbot, desk)

    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.keyClick(desk, Key.Key_F10)

    qtbot.waitUntil(desk.filed.isVisible)
    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.waitUntil(desk.toast.isVisible)
    with ThreadPoolExecutor(1) as elsewhere:
        filed = elsewhere.submit(
            station.office.read, lambda reading: reading.applications.between(0, 1 << 60)
        ).result()
    assert [each.receipt for each in filed] == [desk.filed.number.text()]


def test_f2_pressed_twice_calls_one_person_and_names_the_keys(
    qtbot: QtBot, desk: DeskWindow, give: Give
) -> None:
    first = give()
    give()

    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: desk.ticket.number.text() == first)
    qtbot.keyClick(desk, Key.Key_F2)

    qtbot.waitUntil(desk.toast.isVisible and "F9" in desk.toast.body.text())
    assert all(key in desk.toast.body.text() for key in ("F5", "F8"))
    assert len(shown(desk).waiting) == 1
