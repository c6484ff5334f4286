"""The administration window joins central, and moves to another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.config import read_config
from counter.office import people
from counter.office.people import NotAllowed
from counter.office.station import Station
from counter.server.central import Central
from counter.server.folder import CentralFolder
from counter.server.serving import Serving
from counter.store import vectors
from counter.store.database import Database
from counter.store.work import Reading
from counter.sync.discovery import Announced, Announcement
from counter.text import ENGLISH
from tests.office.building import at
from tests.ui.admin.working import elsewhere, page_of, saved, type_into
from ui.admin.central import CentralAdmin
from ui.admin.window import AdminWindow
from ui.app import switch_language


@pytest.fixture
def central(tmp_path: Path) -> Iterator[tuple[Central, str]]:
    """A central that serves, and its address."""
    files = CentralFolder(tmp_path / "central")
    made = elsewhere(
        lambda: Central(files, files.database(), one_writer=True, clock=VirtualClock(at(8)))
    )
    serving = Serving(made, host="127.0.0.1", port=0, tls=files.tls).on_a_thread()
    yield made, elsewhere(serving.__enter__)
    elsewhere(lambda: serving.__exit__(None, None, None))
    elsewhere(made.close)


def test_an_administrator_joins_central_and_sees_which(
    qtbot: QtBot, window: AdminWindow, station: Station, central: tuple[Central, str]
) -> None:
    server, url = central
    page = page_of(window, "central", CentralAdmin)
    qtbot.waitUntil(lambda: bool(page.state.text()))
    assert url not in page.state.text()
    type_into(page.form.url, url)
    type_into(page.form.code, elsewhere(lambda: server.new_code("3171-06")))

    page.join.click()
    saved(qtbot, window)

    qtbot.waitUntil(lambda: url in page.state.text())
    qtbot.waitUntil(lambda: "tersambung" in page.line.text() and "terkirim" in page.line.text())
    assert page.form.code.text() == ""
    assert read_config(station.folder).central_url == url
    assert [each.branch for each in elsewhere(server.joined)] == ["3171-06"]
    noted = elsewhere(lambda: station.office.read(lambda reading: reading.settings.office()))
    assert noted.central_url == url


def test_an_administrator_moves_to_another_central_which_gets_everything(
    qtbot: QtBot,
    window: AdminWindow,
    station: Station,
    central: tuple[Central, str],
    tmp_path: Path,
) -> None:
    _server, url = central
    elsewhere(lambda: station.enrol(url, central[0].new_code("3171-06")))
    files = CentralFolder(tmp_path / "other")
    database = elsewhere(files.database)
    other = elsewhere(lambda: Central(files, database, one_writer=True, clock=VirtualClock(at(8))))
    serving = Serving(other, host="127.0.0.1", port=0, tls=files.tls).on_a_thread()
    there = elsewhere(serving.__enter__)
    try:
        window.read()
        qtbot.waitUntil(lambda: window.settings is not None and window.settings.central == url)
        page = page_of(window, "central", CentralAdmin)
        assert url in page.state.text()
        type_into(page.form.url, there)
        type_into(page.form.code, elsewhere(lambda: other.new_code("3171-06")))

        page.join.click()
        saved(qtbot, window)

        qtbot.waitUntil(lambda: there in page.state.text())
        qtbot.waitUntil(lambda: "semua terkirim" in page.line.text())
        have = elsewhere(lambda: station.office.read(heads))
        assert have
        assert elsewhere(lambda: _heads_at(database)) == have
    finally:
        elsewhere(lambda: serving.__exit__(None, None, None))
        elsewhere(other.close)


def heads(reading: Reading) -> vectors.Vector:
    return vectors.heads(reading.connection, "3171-06")


def _heads_at(database: Database) -> vectors.Vector:
    with database.reading("3171-06", 0) as reading:
        return heads(reading)


@pytest.mark.parametrize(
    ("url", "code", "at_fault"),
    [
        ("pusat", "3171-06/AAAA-BBBB-CCCC", "url"),
        ("http://pusat.example.go.id", "3171-06/AAAA-BBBB-CCCC", "url"),
        ("http://127.0.0.1:9", "3171-06/AAAA-BBBB-CCCC", "url"),
        ("http://127.0.0.1:9", "bukan kode", "code"),
        ("http://127.0.0.1:9", "9999-01/AAAA-BBBB-CCCC", "code"),
        ("http://127.0.0.1:9", "", "code"),
    ],
)
def test_why_central_is_not_joined_stands_at_its_field_in_each_language(
    qapp: QApplication, qtbot: QtBot, window: AdminWindow, url: str, code: str, at_fault: str
) -> None:
    page = page_of(window, "central", CentralAdmin)
    type_into(page.form.url, url)
    type_into(page.form.code, code)

    page.join.click()

    fields = {"url": page.form.url, "code": page.form.code}
    wrong = fields.pop(at_fault)
    qtbot.waitUntil(lambda: bool(wrong.accessibleDescription()))
    qtbot.waitUntil(page.join.action.isEnabled)
    assert not any(each.accessibleDescription() for each in fields.values())
    assert not page.error.isVisible()
    refused = wrong.accessibleDescription()
    switch_language(qapp, ENGLISH)
    after = window.page
    assert isinstance(after, CentralAdmin)
    assert (after.form.url.text(), after.form.code.text()) == (url, code)
    again = {"url": after.form.url, "code": after.form.code}[at_fault]
    assert again.accessibleDescription() not in ("", refused)


def test_a_hub_in_the_network_is_offered_with_its_address(
    qtbot: QtBot, window: AdminWindow
) -> None:
    page = page_of(window, "central", CentralAdmin)
    told = Announced("7777-07", "NEAR-BY", 1, 8471, ("127.0.0.1",), secure=False)
    announcement = elsewhere(lambda: Announcement(told))
    try:
        page.form.look.trigger()
        qtbot.waitUntil(page.form.look.isEnabled, timeout=20_000)
    finally:
        elsewhere(announcement.close)

    assert "7777-07: http://127.0.0.1:8471" in page.form.heard.text()
    alone = "\n" not in page.form.heard.text()
    assert page.form.url.text() == ("http://127.0.0.1:8471" if alone else "")


def test_only_an_administrator_joins_central(station: Station) -> None:
    elsewhere(station.start)
    elsewhere(lambda: people.sign_in(station.office, "sari", "1234", counter=3))

    with pytest.raises(NotAllowed):
        elsewhere(lambda: station.join("http://127.0.0.1:9", "3171-06/AAAA-BBBB-CCCC"))
