"""The desk at work: one citizen's service by keyboard, on a real store, central absent."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.domain.application import Application
from counter.domain.events import TicketId
from counter.domain.ticket import TicketState
from counter.office import queue
from counter.office.intake import open_intake
from counter.office.station import Station
from counter.store.work import Work
from tests.ui.stations import a_station, opened, papers
from ui.desk.acts import Act
from ui.desk.state import DeskState
from ui.desk.window import DeskWindow
from ui.front import Front
from ui.intake.editors import LineEditor
from ui.tasks import Tasks
from ui.theme.tokens import Tone
from ui.widgets.line_edit import LineEdit

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
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
    begin(qtbot, desk)
    return number


def begin(qtbot: QtBot, desk: DeskWindow) -> None:
    """Call the next person and open their form."""
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.CALLED)
    qtbot.keyClick(desk, Key.Key_F4)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.SERVING)
    qtbot.waitUntil(lambda: is_form_open(desk))


def first_hit(desk: DeskWindow) -> str:
    model = desk.palette_.list.model()
    return str(model.index(0, 0).data()) if model.rowCount() else ""


def filings(station: Station) -> list[Application]:
    """Everything filed, in order; read elsewhere than on the Qt thread."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(
            station.office.read, lambda reading: reading.applications.between(0, 1 << 60)
        ).result()


def doubt_papers(work: Work) -> None:
    for job in work.local.print_jobs("printed"):
        work.local.set_print_state(job.id, "uncertain")
    work.note("paper")


def draft_of(station: Station, ticket_id: TicketId) -> dict[str, str]:
    """What a process started now would find typed."""
    with ThreadPoolExecutor(1) as elsewhere:
        opened = elsewhere.submit(station.office.read, open_intake, ticket_id).result()
    return opened.draft.answers if opened.draft is not None else {}


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
def test_f10_pressed_twice_gives_one_receipt(
    qtbot: QtBot, desk: DeskWindow, station: Station
) -> None:
    complete(qtbot, desk)

    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.keyClick(desk, Key.Key_F10)

    qtbot.waitUntil(desk.filed.isVisible)
    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.waitUntil(desk.toast.isVisible)
    assert [each.receipt for each in filings(station)] == [desk.filed.number.text()]


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


@pytest.mark.usefixtures("serving")
def test_what_was_typed_is_back_after_the_process_was_killed(
    qtbot: QtBot, desk: DeskWindow, station: Station
) -> None:
    ticket = shown(desk).current
    assert ticket is not None

    fill_in(qtbot, desk, {"name": "DEWI LESTARI"})

    # on disk though nothing was pressed and no window was closed
    qtbot.waitUntil(lambda: draft_of(station, ticket.id).get("name") == "DEWI LESTARI")


def test_a_draft_comes_back_on_opening_the_desk_again(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, clock: VirtualClock
) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        first = elsewhere.submit(a_station, tmp_path, clock).result()
        with opened(qtbot, first, tasks) as front:
            desk = sign_in(qtbot, front)
            elsewhere.submit(first.office.act, queue.issue_ticket, service=KTP).result()
            begin(qtbot, desk)
            fill_in(qtbot, desk, {"nik": DEWI["nik"], "name": "DEWI"})
            qtbot.keyClicks(desk.service.form.editor("name").control(), " LESTARI")
            # closed at once: nothing typed has rested yet
        elsewhere.submit(first.stop).result()
        again = Station.open(first.folder, clock)

        with opened(qtbot, again, tasks) as front:
            desk = sign_in(qtbot, front)
            qtbot.waitUntil(lambda: desk.service.form.answers().get("name") == "DEWI LESTARI")

            assert desk.service.form.answers()["nik"] == DEWI["nik"]
        elsewhere.submit(again.stop).result()


@pytest.mark.usefixtures("serving")
def test_a_wrong_nik_stops_f10_and_keeps_everything_typed(qtbot: QtBot, desk: DeskWindow) -> None:
    complete(qtbot, desk, nik="3171015208910000")

    qtbot.keyClick(desk, Key.Key_F10)

    qtbot.waitUntil(desk.service.form.editor("nik").control().hasFocus)
    assert desk.service.form.answers()["name"] == "DEWI LESTARI"
    assert shown(desk).receipt is None


@pytest.mark.usefixtures("serving")
def test_a_doubtful_nik_is_filed_with_a_reason(
    qtbot: QtBot, desk: DeskWindow, station: Station
) -> None:
    complete(qtbot, desk, nik="9999015208910003")
    qtbot.keyClick(desk, Key.Key_F10)
    reason = desk.service.form.row("nik").reason_field("nik")
    assert reason is not None
    qtbot.waitUntil(reason.hasFocus)

    qtbot.keyClicks(reason, "KTP lama")
    qtbot.keyClick(desk, Key.Key_F10)

    qtbot.waitUntil(desk.filed.isVisible)
    (filed,) = filings(station)
    assert [(field, why) for field, _found, why in filed.overrides] == [("nik", "KTP lama")]


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


def test_administration_is_offered_to_administrators_only(
    qtbot: QtBot, desk: DeskWindow, front: Front
) -> None:
    assert not desk.acts[Act.ADMIN].isVisible()

    qtbot.keyClick(desk, Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: front.sign_in is not None)
    sign_in(qtbot, front, "indra", "4321")

    assert desk.acts[Act.ADMIN].isVisible()
    desk.acts[Act.PALETTE].trigger()
    qtbot.keyClicks(desk.palette_.field, Act.ADMIN.title)
    assert first_hit(desk) == Act.ADMIN.title


def test_a_call_is_taken_back_by_ctrl_z(qtbot: QtBot, desk: DeskWindow, give: Give) -> None:
    give()
    qtbot.keyClick(desk, Key.Key_F2)
    qtbot.waitUntil(lambda: state_of(desk) is TicketState.CALLED)

    qtbot.keyClick(desk, Key.Key_Z, CTRL)

    qtbot.waitUntil(lambda: state_of(desk) is None)
    qtbot.waitUntil(lambda: len(shown(desk).waiting) == 1)


@pytest.mark.usefixtures("serving")
def test_ctrl_z_takes_back_typing_first(qtbot: QtBot, desk: DeskWindow) -> None:
    name = desk.service.form.editor("name").control()
    name.setFocus()
    qtbot.keyClicks(name, "DEWI")

    qtbot.keyClick(name, Key.Key_Z, CTRL)

    assert desk.service.form.answers().get("name", "") == ""
    assert state_of(desk) is TicketState.SERVING


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
def test_somebody_of_today_is_found_by_name_and_gets_a_copy(
    qtbot: QtBot, desk: DeskWindow, tmp_path: Path
) -> None:
    complete(qtbot, desk)
    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.waitUntil(lambda: paper_state(desk) == "printed")

    qtbot.keyClick(desk, Key.Key_F, CTRL)
    qtbot.keyClicks(desk.palette_.field, "lestari")
    qtbot.waitUntil(lambda: "DEWI LESTARI" in first_hit(desk))
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)
    qtbot.waitUntil(lambda: "3171-06/" in first_hit(desk))
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)

    qtbot.waitUntil(lambda: len(papers(tmp_path)) == 2)
    qtbot.waitUntil(lambda: bool(shown(desk).receipt and shown(desk).receipt.copy == 1))


def give_elsewhere(station: Station) -> str:
    """Two numbers of another PC's lane; its counter 4 called the first. Returns the second."""

    def give() -> str:
        office = station.office
        office.maintain(lambda store: store.set_lane("2"))
        office.act(queue.issue_ticket, service=KTP)
        office.act(queue.call_next, counter=4)
        second = office.act(queue.issue_ticket, service=KTP)
        office.maintain(lambda store: store.set_lane(""))
        return second.number

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(give).result()


def test_another_counters_number_is_called_only_once_that_is_confirmed(
    qtbot: QtBot, desk: DeskWindow, station: Station
) -> None:
    number = give_elsewhere(station)
    qtbot.waitUntil(lambda: shown(desk).day.issued == 2)

    qtbot.keyClick(desk, Key.Key_F, CTRL)
    qtbot.keyClicks(desk.palette_.field, number)
    qtbot.waitUntil(lambda: number in first_hit(desk))
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)
    asked = desk.palette_.field.placeholderText()
    before = state_of(desk)
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)

    qtbot.waitUntil(lambda: desk.ticket.number.text() == number)
    assert all(part in asked for part in (number, "4"))
    assert before is None


@pytest.mark.usefixtures("serving")
def test_a_void_receipt_gives_its_form_back(
    qtbot: QtBot, desk: DeskWindow, station: Station
) -> None:
    complete(qtbot, desk)
    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.waitUntil(lambda: paper_state(desk) == "printed")

    qtbot.keyClick(desk.filed.void, Key.Key_Space)
    qtbot.waitUntil(desk.palette_.isVisible)
    qtbot.keyClick(desk.palette_.field, Key.Key_Return)

    qtbot.waitUntil(desk.service.isVisible)
    qtbot.waitUntil(lambda: desk.service.form.answers().get("name") == "DEWI LESTARI")
    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.waitUntil(desk.filed.isVisible)
    assert [each.receipt[-6:] for each in filings(station)] == ["000001", "000002"]


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


def test_the_day_ends_for_those_who_still_wait_once_that_is_confirmed(
    qtbot: QtBot, desk: DeskWindow, give: Give
) -> None:
    give()
    give()
    desk.acts[Act.END_DAY].trigger()
    qtbot.waitUntil(desk.palette_.isVisible)
    assert len(shown(desk).waiting) == 2

    qtbot.keyClick(desk.palette_.field, Key.Key_Return)

    qtbot.waitUntil(lambda: not shown(desk).waiting)
    assert "2" in desk.toast.head.text()


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


@pytest.mark.usefixtures("serving")
def test_an_uncertain_paper_is_asked_about_and_settled(
    qtbot: QtBot, desk: DeskWindow, station: Station
) -> None:
    complete(qtbot, desk)
    qtbot.keyClick(desk, Key.Key_F10)
    qtbot.waitUntil(lambda: paper_state(desk) == "printed")
    with ThreadPoolExecutor(1) as elsewhere:
        # as after a power cut between the first byte and the last
        elsewhere.submit(station.office.act, doubt_papers).result()
    qtbot.waitUntil(lambda: paper_state(desk) == "uncertain")
    qtbot.waitUntil(desk.filed.yes.isVisible)
    qtbot.waitUntil(desk.filed.yes.hasFocus)

    desk.filed.no.action.trigger()

    qtbot.waitUntil(lambda: paper_state(desk) == "printed")
    assert len(filings(station)) == 1


@pytest.mark.usefixtures("serving")
def test_a_printer_in_trouble_costs_no_number_and_is_told(
    qtbot: QtBot, desk: DeskWindow, station: Station, tmp_path: Path
) -> None:
    (tmp_path / "papers").rmdir()
    (tmp_path / "papers").write_text("no folder any more")
    complete(qtbot, desk)

    qtbot.keyClick(desk, Key.Key_F10)

    qtbot.waitUntil(lambda: shown(desk).status[1].tone is Tone.RED)
    assert paper_state(desk) == "pending"
    assert desk.filed.more.text()
    assert [each.receipt[-6:] for each in filings(station)] == ["000001"]
