"""What tests do at the desk: sign in, call, fill in forms, and read what the window shows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter.domain.application import Application
from counter.domain.ticket import TicketState
from counter.office.station import Station
from tests.office.building import DEWI
from ui.desk.state import DeskState
from ui.desk.window import DeskWindow
from ui.front import Front
from ui.intake.editors import LineEditor
from ui.widgets.line_edit import LineEdit

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
KTP = "ktp_new"
Give = Callable[..., str]


def focus() -> QWidget:
    """Where typing goes."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def shown(desk: DeskWindow) -> DeskState:
    """What the desk shows."""
    assert desk.state is not None
    return desk.state


def state_of(desk: DeskWindow) -> TicketState | None:
    """The state of whoever is at the counter."""
    current = shown(desk).current
    return current.state if current is not None else None


def sign_in(qtbot: QtBot, front: Front, person: str = "sari", pin: str = "1234") -> DeskWindow:
    """Sign somebody in by keyboard; the desk opens."""
    page = front.sign_in
    assert page is not None
    page.people.setCurrentIndex(page.people.findData(person))
    qtbot.keyClicks(page.pin, pin)
    qtbot.keyClick(page.pin, Key.Key_Return)
    qtbot.waitUntil(lambda: front.window_ is not None and front.page is front.window_)
    assert front.window_ is not None
    return front.window_


def begin(qtbot: QtBot, desk: DeskWindow) -> None:
    """Call the next person and open their form."""
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.CALLED)
    qtbot.keyClick(desk, Key.Key_F4)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.SERVING)
    qtbot.waitUntil(lambda: is_form_open(desk))


def first_hit(desk: DeskWindow) -> str:
    """What the palette offers first."""
    model = desk.palette_.list.model()
    return str(model.index(0, 0).data()) if model.rowCount() else ""


def choose(qtbot: QtBot, desk: DeskWindow, words: str) -> None:
    """Take the answer that holds these words, once the palette offers it."""
    palette = desk.palette_

    def offered() -> list[str]:
        model = palette.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    qtbot.waitUntil(lambda: palette.isVisible() and any(words in each for each in offered()))
    row = next(at for at, each in enumerate(offered()) if words in each)
    palette.list.setCurrentIndex(palette.list.model().index(row, 0))
    qtbot.keyClick(palette.field, Key.Key_Return)


def filings(station: Station) -> list[Application]:
    """Everything filed, in order; read elsewhere than on the Qt thread."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(
            station.office.read, lambda reading: reading.applications.between(0, 1 << 60)
        ).result()


def paper_state(desk: DeskWindow) -> str:
    """Where the receipt's paper is."""
    receipt = shown(desk).receipt
    return receipt.state if receipt is not None else ""


def is_form_open(desk: DeskWindow) -> bool:
    """Whether somebody can type into the form."""
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


def complete(qtbot: QtBot, desk: DeskWindow, **others: str) -> None:
    """Fill in everything the form of a new KTP asks."""
    fill_in(qtbot, desk, DEWI | others)
    form = desk.service.form
    for service in shown(desk).catalogue.services:
        if service.id == KTP:
            for field in service.fields:
                if field.choices:
                    form.editor(field.id).set_answer(field.choices[0].id)
