"""The desk's acts on tickets, by keyboard, on a real store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter.domain import bodies
from counter.domain.ticket import TicketState
from counter.office.station import Station
from counter.store.work import Work
from tests.ui.deskwork import (
    CTRL,
    Give,
    Key,
    fill_in,
    first_hit,
    shown,
    state_of,
)
from tests.ui.stations import papers
from ui.desk.window import DeskWindow


def test_f2_shows_the_number_just_called(qtbot: QtBot, desk: DeskWindow, give: Give) -> None:
    number = give()

    qtbot.keyClick(desk, Key.Key_F2)

    qtbot.waitUntil(lambda: desk.ticket.number.text() == number)
    assert state_of(desk) is TicketState.CALLED


def test_f2_pressed_twice_calls_one_person_and_names_the_keys(
    qtbot: QtBot, desk: DeskWindow, give: Give
) -> None:
    first = give()
    give()

    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: desk.ticket.number.text() == first)
    qtbot.keyClick(desk, Key.Key_F2)

    qtbot.waitUntil(lambda: "F9" in desk.toast.body.text())
    assert all(key in desk.toast.body.text() for key in ("F5", "F8"))
    assert len(shown(desk).waiting) == 1


def test_keys_pressed_faster_than_the_disk_are_not_lost(
    qtbot: QtBot, desk: DeskWindow, give: Give
) -> None:
    give()

    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.keyClick(desk, Key.Key_F4)

    qtbot.waitUntil(lambda: state_of(desk) is TicketState.SERVING)


def test_an_act_without_anybody_here_says_what_to_press(qtbot: QtBot, desk: DeskWindow) -> None:
    qtbot.keyClick(desk, Key.Key_F9)

    qtbot.waitUntil(desk.toast.isVisible)
    assert "F2" in desk.toast.body.text()


@pytest.mark.usefixtures("serving")
def test_f4_while_serving_names_the_keys_that_go_on(qtbot: QtBot, desk: DeskWindow) -> None:
    qtbot.keyClick(desk, Key.Key_F4)

    qtbot.waitUntil(desk.toast.isVisible)
    assert all(key in desk.toast.body.text() for key in ("F9", "F5", "F8"))


def test_a_new_act_closes_the_toast_that_would_undo_the_one_before(
    qtbot: QtBot, desk: DeskWindow, give: Give
) -> None:
    give()
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(desk.toast.undo_button.isVisible)

    qtbot.keyClick(desk, Key.Key_F4)

    qtbot.waitUntil(lambda: state_of(desk) is TicketState.SERVING)
    assert not desk.toast.isVisible()


def test_what_went_wrong_leaves_the_status_bar_with_the_next_act(
    qtbot: QtBot, desk: DeskWindow, serving: str
) -> None:
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(desk.toast.isVisible)
    said = desk.toast.head.text()
    desk.toast.leave()
    assert serving in said
    assert said in desk.status.text()

    qtbot.keyClick(desk, Key.Key_F2)  # refused as well, and told anew
    qtbot.waitUntil(desk.toast.isVisible)

    assert said not in desk.status.text()


def test_a_call_is_taken_back_by_ctrl_z(qtbot: QtBot, desk: DeskWindow, give: Give) -> None:
    give()
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.CALLED)

    qtbot.keyClick(desk, Key.Key_Z, CTRL)

    qtbot.waitUntil(lambda: state_of(desk) is None)
    qtbot.waitUntil(lambda: len(shown(desk).waiting) == 1)


def test_a_held_person_comes_back_with_their_form(
    qtbot: QtBot, desk: DeskWindow, serving: str
) -> None:
    fill_in(qtbot, desk, {"name": "DEWI LESTARI"})

    qtbot.keyClick(desk, Key.Key_F5)
    qtbot.waitUntil(desk.palette_.isVisible)
    qtbot.keyClicks(desk.palette_.field, "mengambil foto")
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)
    qtbot.waitUntil(lambda: [each.number for each in shown(desk).held] == [serving])
    assert shown(desk).held[0].held_reason == "mengambil foto"
    qtbot.keyClick(desk, Key.Key_F6)

    qtbot.waitUntil(lambda: state_of(desk) is TicketState.SERVING)
    qtbot.waitUntil(lambda: desk.service.form.answers().get("name") == "DEWI LESTARI")


def test_somebody_transferred_waits_for_the_other_service(
    qtbot: QtBot, desk: DeskWindow, serving: str
) -> None:
    qtbot.keyClick(desk, Key.Key_F7)
    qtbot.waitUntil(desk.palette_.isVisible)
    qtbot.keyClicks(desk.palette_.field, "akta kelahiran")
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)

    qtbot.waitUntil(lambda: [each.number for each in shown(desk).waiting] == [serving])
    assert shown(desk).waiting[0].service == "birth"


def _another_is_hub(work: Work) -> None:
    work.record(
        bodies.HubPromoted(number=1, node="another", url="http://127.0.0.1:1", certificate=b""),
        entity="hub",
    )


def test_somebody_sent_to_one_counter_waits_for_that_one_alone(
    qtbot: QtBot, desk: DeskWindow, serving: str, station: Station
) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(station.office.act_as, "", _another_is_hub).result()
        qtbot.waitUntil(lambda: desk.state is not None and not desk.palette_.isVisible())
        sent = shown(desk).current
        assert sent is not None

        def asked() -> bool:
            qtbot.keyClick(desk, Key.Key_F7)
            qtbot.keyClicks(desk.palette_.field, "loket 4")
            found = first_hit(desk) == "Loket 4"
            if not found:  # the desk has not heard of the hub yet
                qtbot.keyClick(desk.palette_.field, Key.Key_Escape)
            return found

        qtbot.waitUntil(asked)
        qtbot.keyClick(desk.palette_.field, Key.Key_Return)

        qtbot.waitUntil(lambda: shown(desk).current is None)
        now = elsewhere.submit(station.office.read, lambda each: each.ticket(sent.id)).result()
    assert (now.number, now.service, now.only_counter) == (serving, sent.service, 4)
    assert shown(desk).waiting == ()


def test_without_a_hub_nobody_is_sent_to_a_counter_that_would_not_call_them(
    qtbot: QtBot, desk: DeskWindow, serving: str
) -> None:
    qtbot.keyClick(desk, Key.Key_F7)
    qtbot.waitUntil(desk.palette_.isVisible)
    qtbot.keyClicks(desk.palette_.field, "loket 4")

    assert first_hit(desk) != "Loket 4"
    assert shown(desk).current is not None
    assert shown(desk).current.number == serving


def test_who_does_not_come_frees_the_counter(qtbot: QtBot, desk: DeskWindow, give: Give) -> None:
    give()
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.CALLED)
    qtbot.keyClick(desk, Key.Key_F3)
    qtbot.waitUntil(lambda: bool(shown(desk).current and shown(desk).current.recalls))

    qtbot.keyClick(desk, Key.Key_F8)

    qtbot.waitUntil(lambda: state_of(desk) is None)
    qtbot.waitUntil(lambda: not shown(desk).waiting)


def test_a_walk_in_gets_a_printed_number_with_priority(
    qtbot: QtBot, desk: DeskWindow, tmp_path: Path
) -> None:
    qtbot.keyClick(desk, Key.Key_N, CTRL)
    qtbot.waitUntil(desk.palette_.isVisible)
    qtbot.keyClicks(desk.palette_.field, "ktp-el baru")
    qtbot.keyClick(desk.palette_.field, Key.Key_Return, CTRL)

    qtbot.waitUntil(lambda: [each.priority for each in shown(desk).waiting] == [True])
    qtbot.waitUntil(lambda: len(papers(tmp_path)) == 1)


@pytest.mark.usefixtures("serving")
def test_finishing_with_an_unfiled_form_asks_first_and_can_be_undone(
    qtbot: QtBot, desk: DeskWindow
) -> None:
    fill_in(qtbot, desk, {"name": "DEWI LESTARI"})
    qtbot.keyClick(desk, Key.Key_F9)
    qtbot.waitUntil(desk.palette_.isVisible)
    qtbot.keyClick(desk.palette_.field, Key.Key_Down)
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)
    qtbot.waitUntil(lambda: state_of(desk) is None)

    qtbot.keyClick(desk, Key.Key_Z, CTRL)

    qtbot.waitUntil(lambda: state_of(desk) is TicketState.SERVING)
    qtbot.waitUntil(lambda: desk.service.form.answers().get("name") == "DEWI LESTARI")
