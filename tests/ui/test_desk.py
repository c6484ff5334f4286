"""The desk at work: one citizen's service by keyboard, on a real store, central absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter.domain.ticket import TicketState
from counter.office.queue import NobodyWaits
from counter.office.station import Station
from tests.ui.deskwork import (
    CTRL,
    Give,
    Key,
    begin,
    complete,
    fill_in,
    first_hit,
    focus,
    paper_state,
    shown,
    sign_in,
    state_of,
)
from tests.ui.stations import papers
from ui.desk.acts import Act
from ui.desk.window import DeskWindow
from ui.front import Front


def seen_of(field: QWidget, desk: DeskWindow) -> QRect:
    return field.visibleRegion().boundingRect().translated(field.mapTo(desk, QPoint()))


def test_whoever_signs_in_stands_at_the_next_act(qtbot: QtBot, desk: DeskWindow) -> None:
    qtbot.waitUntil(desk.queue.call.hasFocus)


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
def test_a_toast_lies_upon_no_field_of_the_form(qtbot: QtBot, desk: DeskWindow) -> None:
    desk.toast.tell("A-001", undoable=True)
    qtbot.waitUntil(desk.toast.isVisible)

    form = desk.service.form
    fields = [form.editor(each.id).control() for each in shown(desk).catalogue.applicant]
    there = desk.toast.geometry()
    assert not [each for each in fields if there.intersects(seen_of(each, desk))]


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Return])
def test_what_is_said_of_the_last_field_is_seen_when_it_is_left(
    qtbot: QtBot, front: Front, desk: DeskWindow, give: Give, key: Key
) -> None:
    front.resize(1366, 520)
    give("kia")
    begin(qtbot, desk)
    last, row = desk.service.form.editor("child_nik").control(), desk.service.form.row("child_nik")
    last.setFocus()
    qtbot.keyClicks(last, "3171015208990003")

    qtbot.keyClick(last, key)

    qtbot.waitUntil(lambda: row.height() > last.height() + row.below.height())
    qtbot.waitUntil(lambda: row.visibleRegion().boundingRect().height() == row.height())


@pytest.mark.usefixtures("serving")
def test_a_problem_leaves_the_form_free_and_stays_to_be_read_below(
    qtbot: QtBot, desk: DeskWindow
) -> None:
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: "F9" in desk.toast.body.text())
    field = focus()
    covered = desk.toast.geometry().intersects(
        QRect(field.mapTo(desk, QPoint()), field.size()),
    )
    said = desk.toast.head.text()

    qtbot.keyClicks(field, "3")

    qtbot.waitUntil(lambda: not desk.toast.isVisible())
    assert not covered
    assert said in desk.status.text()


def test_a_message_is_no_higher_than_its_own_words(qtbot: QtBot, desk: DeskWindow) -> None:
    desk.toast.warn(NobodyWaits())
    qtbot.waitUntil(desk.toast.isVisible)
    desk.toast.tell("Dewi Lestari ditunggu pada Kamis, 26 November pukul 08.30. " * 2)

    layout = desk.toast.layout()
    assert layout is not None
    qtbot.waitUntil(lambda: desk.toast.head.height() > 2 * desk.toast.head.fontMetrics().height())
    layout.activate()
    assert desk.toast.height() == layout.totalHeightForWidth(desk.toast.width())


def test_a_problem_is_forgotten_once_an_act_goes_well(
    qtbot: QtBot, desk: DeskWindow, give: Give
) -> None:
    qtbot.keyClick(desk, Key.Key_F9)
    qtbot.waitUntil(desk.toast.isVisible)
    said = desk.toast.head.text()
    give()

    qtbot.keyClick(desk, Key.Key_F2)

    qtbot.waitUntil(lambda: state_of(desk) is TicketState.CALLED)
    assert said not in desk.status.text()
    assert said not in desk.toast.head.text()


def test_windows_of_other_roles_are_offered_to_those_only(
    qtbot: QtBot, desk: DeskWindow, front: Front
) -> None:
    assert not desk.acts[Act.ADMIN].isVisible()
    assert not desk.acts[Act.SUPERVISOR].isVisible()

    qtbot.keyClick(desk, Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: front.sign_in is not None)
    sign_in(qtbot, front, "indra", "4321")

    assert desk.acts[Act.ADMIN].isVisible()
    assert desk.acts[Act.SUPERVISOR].isVisible()
    desk.acts[Act.PALETTE].trigger()
    qtbot.keyClicks(desk.palette_.field, Act.ADMIN.title)
    assert first_hit(desk) == Act.ADMIN.title


@pytest.mark.usefixtures("serving")
def test_ctrl_z_takes_back_typing_first(qtbot: QtBot, desk: DeskWindow) -> None:
    name = desk.service.form.editor("name").control()
    name.setFocus()
    qtbot.keyClicks(name, "DEWI")

    qtbot.keyClick(name, Key.Key_Z, CTRL)

    assert desk.service.form.answers().get("name", "") == ""
    assert state_of(desk) is TicketState.SERVING


@pytest.mark.usefixtures("serving")
def test_the_language_changes_and_what_is_typed_stays(qtbot: QtBot, desk: DeskWindow) -> None:
    fill_in(qtbot, desk, {"name": "DEWI LESTARI"})

    desk.acts[Act.LANGUAGE].trigger()

    qtbot.waitUntil(lambda: desk.ticket.buttons[Act.FINISH].text() == "Finish")
    assert desk.service.form.answers()["name"] == "DEWI LESTARI"


def test_a_locked_desk_asks_for_the_pin_and_keeps_the_citizen(
    qtbot: QtBot, front: Front, desk: DeskWindow, serving: str, station: Station
) -> None:
    fill_in(qtbot, desk, {"name": "DEWI LESTARI"})

    qtbot.keyClick(desk, Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: front.sign_in is not None)
    assert station.office.session is None
    sign_in(qtbot, front)

    qtbot.waitUntil(lambda: shown(desk).current is not None)
    assert desk.ticket.number.text() == serving
    assert desk.service.form.answers()["name"] == "DEWI LESTARI"


def test_the_status_bar_says_that_the_office_works_alone(desk: DeskWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "pusat" in desk.status.text().casefold() or bool(desk.status.text()))
    assert len(shown(desk).status) == 3
