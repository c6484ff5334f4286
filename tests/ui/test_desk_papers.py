"""The form and its papers at the desk: kept, filed, printed, void."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.domain.events import TicketId
from counter.office import queue
from counter.office.intake import open_intake
from counter.office.station import Station
from counter.store.work import Work
from tests.ui.deskwork import (
    DEWI,
    KTP,
    Key,
    begin,
    complete,
    filings,
    fill_in,
    paper_state,
    shown,
    sign_in,
)
from tests.ui.stations import a_station, opened
from ui.desk.window import DeskWindow
from ui.tasks import Tasks
from ui.theme.tokens import Tone


def draft_of(station: Station, ticket_id: TicketId) -> dict[str, str]:
    """What a process started now would find typed."""
    with ThreadPoolExecutor(1) as elsewhere:
        opened = elsewhere.submit(station.office.read, open_intake, ticket_id).result()
    return opened.draft.answers if opened.draft is not None else {}


def doubt_papers(work: Work) -> None:
    for job in work.local.print_jobs("printed"):
        work.local.set_print_state(job.id, "uncertain")
    work.note("paper")


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
