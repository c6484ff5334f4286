"""Scenes of the windows around the desk: the first start, administration, the manual."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from counter.clock import VirtualClock
from counter.demo.children import free_port
from counter.domain.bodies import HubPromoted, NodeAdmitted
from counter.office import hub_here
from counter.office.board_node import join_board
from counter.office.people import sign_in
from counter.office.public_node import join_hub
from counter.store.work import Work
from tests.office.building import at
from tests.ui.staging import staged
from tests.ui.stations import a_station
from ui.admin.hub import HubAdmin
from ui.admin.window import AdminWindow
from ui.manual.window import ManualWindow
from ui.setup.answers import Answers, PersonAnswers
from ui.setup.steps import CENTRAL, OFFICE, PEOPLE, PLACE, SERVICES, SUMMARY, WELCOME
from ui.setup.window import SetupWindow
from ui.tasks import Tasks

Scene = Callable[[Tasks], QWidget]


def _answers() -> Answers:
    return Answers(
        code="3171-06",
        name="Kelurahan Menteng",
        city="Jakarta Pusat",
        address="Jl. Pegangsaan Barat 14",
        letterhead="PEMERINTAH PROVINSI DKI JAKARTA\nKECAMATAN MENTENG",
        people=[
            PersonAnswers("Indra Wijaya", "4321", "4321", ("admin", "branch_head")),
            PersonAnswers("Sari", "1234", "1234", ("clerk",)),
        ],
        counters="4",
    )


def _setup(step: int, *, answers: Answers | None = None, refused: bool = False) -> Scene:
    def make(tasks: Tasks) -> QWidget:
        folder = Path(tempfile.mkdtemp()) / "loket"
        window = SetupWindow(
            tasks, folder=folder, clock=VirtualClock(at(8)), answers=answers or _answers()
        )
        window.go(step)
        return staged(window, after=window.next.trigger if refused else None)

    return make


def _admin(name: str) -> Scene:
    def make(tasks: Tasks) -> QWidget:
        station = a_station(Path(tempfile.mkdtemp()), VirtualClock(at(8)))
        station.start()
        sign_in(station.office, "indra", "4321", counter=3)
        window = AdminWindow(tasks, station)
        return staged(window, after=partial(window.go, name))

    return make


def _hub(*, here: bool, elsewhere: bool) -> Scene:
    """The hub's page.

    Args:
        here: on its own computer.
        elsewhere: another one is the hub, or was before.
    """

    def make(tasks: Tasks) -> QWidget:
        folder = Path(tempfile.mkdtemp())
        station = a_station(folder, VirtualClock(at(8)))
        station.change(hub_port=free_port())
        station.start()
        sign_in(station.office, "indra", "4321", counter=3)
        if elsewhere:
            station.office.act(_promote_another)
        if here:
            hub_here.lead(station, hub_here.EVERYWHERE)
            code, url = hub_here.new_code(station)
            join_hub(folder / "kiosk", url, code, station.office.clock)
            join_board(folder / "board", url, hub_here.new_code(station)[0], station.office.clock)
        window = AdminWindow(tasks, station)

        def turn() -> None:
            window.go("hub")
            if here and isinstance(window.page, HubAdmin):
                window.page.code.action.trigger()

        def let_go() -> None:
            window.close()
            hub_here.end(station)
            station.stop()

        return staged(window, after=turn, let_go=let_go)

    return make


def _promote_another(work: Work) -> None:
    name = "7F3K-9QWD-XM2A-81PC"
    work.record(HubPromoted(1, name, "https://192.168.1.20:8471", b""), entity="hub")
    work.record(NodeAdmitted(name, "", bytes(32), b""), entity=f"node:{name}")


def _manual(page: str, *, search: str = "") -> Scene:
    def make(tasks: Tasks) -> QWidget:
        window = ManualWindow(tasks)
        window.open_at(page)
        return staged(window, after=partial(window.search.setText, search))

    return make


ALL: dict[str, Scene] = {
    "setup-welcome": _setup(WELCOME),
    "setup-office": _setup(OFFICE),
    "setup-office-wrong": _setup(OFFICE, answers=Answers(code="31 71"), refused=True),
    "setup-join": _setup(CENTRAL, answers=Answers(joins=True)),
    "setup-services": _setup(SERVICES),
    "setup-people": _setup(PEOPLE),
    "setup-computer": _setup(PLACE),
    "setup-central": _setup(CENTRAL),
    "setup-summary": _setup(SUMMARY),
    "admin-health": _admin("health"),
    "admin-office": _admin("office"),
    "admin-services": _admin("services"),
    "admin-people": _admin("people"),
    "admin-counters": _admin("counters"),
    "admin-calendar": _admin("calendar"),
    "admin-computer": _admin("computer"),
    "admin-hub-none": _admin("hub"),
    "admin-hub-here": _hub(here=True, elsewhere=False),
    "admin-hub-elsewhere": _hub(here=False, elsewhere=True),
    "admin-hub-instead": _hub(here=True, elsewhere=True),
    "admin-central": _admin("central"),
    "admin-backup": _admin("backup"),
    "manual": _manual("desk"),
    "manual-search": _manual("errors", search="printer"),
}
