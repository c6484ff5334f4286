"""The administration window makes this computer the hub, lets others in and out, and ends it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.clock import SystemClock
from counter.demo.children import free_port
from counter.domain.bodies import HubPromoted, NodeAdmitted
from counter.office import hub_here, people
from counter.office.public_node import join_hub
from counter.office.station import Station
from counter.store.work import Work
from counter.text import ENGLISH
from tests.ui.admin.working import elsewhere, page_of
from ui.admin.hub import HubAdmin
from ui.admin.lists import NodeRow
from ui.admin.window import AdminWindow
from ui.app import switch_language
from ui.widgets.confirm import Confirm
from ui.widgets.key_button import KeyButton

SOON_MS = 40_000


@pytest.fixture
def hub_page(qtbot: QtBot, window: AdminWindow, station: Station) -> Iterator[HubAdmin]:
    elsewhere(lambda: station.change(hub_port=free_port()))
    page = page_of(window, "hub", HubAdmin)
    qtbot.waitUntil(lambda: offered(page.make))
    yield page
    elsewhere(lambda: people.sign_in(station.office, "indra", "4321", counter=3))
    elsewhere(lambda: hub_here.end(station))


def offered(button: KeyButton) -> bool:
    return button.isVisible() and button.action.isEnabled()


def confirm(qtbot: QtBot, window: AdminWindow, *, go_on: bool = True) -> str:
    """Answer the question that stands over the window; what it asked."""
    asked = window.findChildren(Confirm)[-1]
    qtbot.waitUntil(asked.isVisible)
    said = asked.accessibleName()
    (asked.leave if go_on else asked.stay).click()
    return said


def made_hub(qtbot: QtBot, window: AdminWindow, page: HubAdmin) -> None:
    page.alone.setChecked(True)
    page.make.click()
    confirm(qtbot, window)
    qtbot.waitUntil(lambda: offered(page.end), timeout=SOON_MS)


def rows(page: HubAdmin) -> list[NodeRow]:
    return [each for each in page.findChildren(NodeRow) if each.isVisible()]


def test_two_clicks_make_this_computer_the_hub(
    qtbot: QtBot, window: AdminWindow, hub_page: HubAdmin, station: Station
) -> None:
    made_hub(qtbot, window, hub_page)

    qtbot.waitUntil(lambda: any(each.node.here for each in rows(hub_page)), timeout=SOON_MS)
    running = elsewhere(lambda: hub_here.running(station.folder))
    assert running is not None
    assert running.url in hub_page.facts.text()
    assert not hub_page.make.isVisible()


def test_whoever_thinks_again_makes_no_hub(
    qtbot: QtBot, window: AdminWindow, hub_page: HubAdmin, station: Station
) -> None:
    hub_page.make.click()
    confirm(qtbot, window, go_on=False)

    assert offered(hub_page.make)
    assert elsewhere(lambda: hub_here.running(station.folder)) is None


def test_the_next_computer_gets_a_code_and_the_address_and_is_let_in_no_more(
    qapp: QApplication,
    qtbot: QtBot,
    window: AdminWindow,
    hub_page: HubAdmin,
    tmp_path: Path,
) -> None:
    made_hub(qtbot, window, hub_page)
    hub_page.code.click()
    qtbot.waitUntil(hub_page.typed_code.isVisible, timeout=SOON_MS)
    code, url = hub_page.typed_code.text(), hub_page.typed_address.text().split()[-1]
    elsewhere(lambda: join_hub(tmp_path / "kiosk", url, code, SystemClock()))

    def of_kiosk() -> list[NodeRow]:
        return [each for each in rows(hub_page) if each.node.kind == hub_here.KIOSK]

    qtbot.waitUntil(lambda: bool(of_kiosk()), timeout=SOON_MS)
    removing = of_kiosk()[0].remove
    assert removing is not None
    removing.click()
    asked = confirm(qtbot, window)
    qtbot.waitUntil(lambda: any(each.node.removed for each in of_kiosk()), timeout=SOON_MS)
    assert of_kiosk()[0].node.id in asked
    assert of_kiosk()[0].remove is None
    switch_language(qapp, ENGLISH)
    after = window.page
    assert isinstance(after, HubAdmin)
    assert after.typed_code.text() == code


def test_a_hub_that_is_ended_can_be_started_again(
    qtbot: QtBot, window: AdminWindow, hub_page: HubAdmin
) -> None:
    made_hub(qtbot, window, hub_page)
    qtbot.waitUntil(lambda: any(each.node.here for each in rows(hub_page)), timeout=SOON_MS)

    hub_page.end.click()
    confirm(qtbot, window)

    qtbot.waitUntil(lambda: offered(hub_page.start), timeout=SOON_MS)
    assert rows(hub_page) == []
    hub_page.start.click()
    qtbot.waitUntil(lambda: offered(hub_page.end), timeout=SOON_MS)


def test_why_no_hub_starts_stands_on_the_page(
    qtbot: QtBot, window: AdminWindow, hub_page: HubAdmin, station: Station
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", station.config.hub_port))
        taken.listen()
        hub_page.alone.setChecked(True)

        hub_page.make.click()
        confirm(qtbot, window)

        qtbot.waitUntil(hub_page.error.isVisible, timeout=SOON_MS)
    assert hub_page.error.error is not None
    assert hub_page.error.error.code == "hub-not-started"
    qtbot.waitUntil(lambda: offered(hub_page.make))


def test_another_computers_hub_is_named_and_can_be_replaced(
    qtbot: QtBot, window: AdminWindow, hub_page: HubAdmin, station: Station
) -> None:
    elsewhere(lambda: station.office.act(_promote_another))

    qtbot.waitUntil(lambda: "FAR-AWAY" in hub_page.facts.text())

    assert "https://192.0.2.9:8471" in hub_page.facts.text()
    hub_page.make.click()
    assert "FAR-AWAY" in confirm(qtbot, window, go_on=False)


def test_the_hub_that_is_gone_for_good_leaves_its_numbers_to_this_one(
    qtbot: QtBot, window: AdminWindow, hub_page: HubAdmin, station: Station
) -> None:
    elsewhere(lambda: station.office.act(_promote_another))
    qtbot.waitUntil(lambda: "FAR-AWAY" in hub_page.facts.text())
    hub_page.make.click()
    confirm(qtbot, window)
    qtbot.waitUntil(lambda: offered(hub_page.take), timeout=SOON_MS)

    hub_page.take.click()
    asked = confirm(qtbot, window)

    qtbot.waitUntil(lambda: not hub_page.take.isVisible(), timeout=SOON_MS)
    removed = [each.node.id for each in rows(hub_page) if each.node.removed]
    assert "FAR-AWAY" in asked
    assert removed == ["FAR-AWAY"]


def test_only_one_button_answers_the_key_that_goes_on(
    qtbot: QtBot, window: AdminWindow, hub_page: HubAdmin
) -> None:
    def keyed() -> list[QAction]:
        return [each for each in hub_page.actions() if each.isVisible() and each.shortcuts()]

    before = keyed()
    made_hub(qtbot, window, hub_page)

    assert (before, keyed()) == ([hub_page.make.action], [hub_page.code.action])


def _promote_another(work: Work) -> None:
    work.record(HubPromoted(1, "FAR-AWAY", "https://192.0.2.9:8471", b""), entity="hub")
    work.record(NodeAdmitted("FAR-AWAY", "", bytes(32), b""), entity="node:FAR-AWAY")
