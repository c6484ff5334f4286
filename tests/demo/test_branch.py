"""The demo branch: a morning behind it, made by the office's own acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.config import read_config
from counter.demo import branch
from counter.demo.opening import DemoStation
from counter.domain.ticket import TicketState
from counter.office import intake, people, waiting
from counter.office.office import CallersThread, Office
from counter.store.store import Store

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "store"
    branch.make_demo(made, today=TODAY, printer="none")
    return made


@pytest.fixture
def office(folder: Path) -> Iterator[Office]:
    clock = VirtualClock(branch.midnight_ms(TODAY) + branch.NOW_S * 1000)
    opened = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    yield opened
    opened.close()


def test_a_lively_morning_lies_behind_the_demo(office: Office) -> None:
    floor = office.read(waiting.floor, branch.HERE, "")

    assert floor.day == TODAY.isoformat()
    assert floor.issued > 70
    assert 5 <= len(floor.waiting) <= 20
    assert floor.current is not None
    assert floor.current.state is TicketState.SERVING
    assert floor.held


def test_whoever_is_served_has_a_form_half_filled_in(office: Office) -> None:
    current = office.read(waiting.floor, branch.HERE, "").current
    assert current is not None

    opened = office.read(intake.open_intake, current.id)

    assert opened.draft is not None
    assert opened.draft.answers["name"]
    assert intake.read_form(opened.fields, opened.draft.answers, TODAY).errors


def test_earlier_days_have_their_tickets(office: Office) -> None:
    for day in ("2026-11-17", "2026-11-20", "2026-11-23"):
        assert len(office.read(lambda reading, day=day: reading.tickets.on(day))) > 50


def test_no_paper_of_the_past_waits_to_be_printed(office: Office) -> None:
    assert not office.read(lambda reading: reading.local.print_jobs("pending", "printing"))


def test_everybody_signs_in_with_the_pin_that_is_shown(office: Office) -> None:
    session = people.sign_in(office, "sari", branch.PIN, counter=branch.HERE)

    assert session.name == "Sari Purnama"


def test_the_demo_says_that_it_is_one(office: Office, folder: Path) -> None:
    shown = office.read(lambda reading: reading.settings.office())

    assert "DEMO" in shown.name
    assert read_config(folder).counter == branch.HERE


def test_the_demo_opens_as_a_station_at_1042_of_today(tmp_path: Path) -> None:
    station = DemoStation(tmp_path)
    station.start()
    try:
        counter = station.config.counter
        floor = station.office.read(waiting.floor, counter, "")
        day = date.fromisoformat(floor.day)
        since_ms = floor.now_ms - branch.midnight_ms(day) - branch.NOW_S * 1000
    finally:
        station.stop()

    assert counter == branch.HERE
    assert floor.current is not None
    assert 0 <= since_ms < 120_000
