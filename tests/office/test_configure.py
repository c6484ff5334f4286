"""Changing the office: an administrator's acts, and nobody else's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from counter.domain import bodies
from counter.domain.calendar import Zone
from counter.office import configure, queue
from counter.office.administration import read_settings
from counter.office.catalogue import read_catalogue
from counter.office.configure import CounterUnfit, OfficeUnfit
from counter.office.intake import office_calendar
from counter.office.office import Office
from counter.office.people import NotAllowed
from tests.office.building import BUDI, KEY, KIA, KTP, as_somebody

WEEK = {"mon": ("08:00", "14:00")}


@pytest.fixture
def admins(office: Office) -> Office:
    """The office, an administrator signed in."""
    return as_somebody(office, BUDI)


def office_of(office: Office) -> bodies.OfficeConfigured:
    return office.read(lambda reading: reading.settings.office())


def _changed(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Dukcapil Kota",
        "zone": Zone.WITA,
        "address": "Jl. Baru 1",
        "city": "Jakarta",
        "letterhead": ("PEMERINTAH",),
        "complaint_channel": "1708",
        "hours": WEEK,
        **changed,
    }


def test_an_office_changes_its_name_and_keeps_code_and_keys(admins: Office) -> None:
    admins.act(configure.configure_office, **_changed(central_url="https://pusat"))

    now = office_of(admins)
    assert (now.name, now.zone, now.hours) == ("Dukcapil Kota", "WITA", WEEK)
    assert (now.code, now.public_key, now.central_url) == ("3171-06", KEY.public, "https://pusat")
    assert admins.read(lambda reading: reading.settings.office_key()) == KEY.secret


@pytest.mark.parametrize(
    "changed", [{"name": " "}, {"hours": {}}, {"hours": {"mon": ("14:00", "08:00")}}]
)
def test_an_office_without_name_or_hours_is_refused(
    admins: Office, changed: dict[str, Any]
) -> None:
    with pytest.raises(OfficeUnfit):
        admins.act(configure.configure_office, **_changed(**changed))

    assert office_of(admins).name == "Dukcapil Jakarta Pusat"


def test_a_catalogue_that_is_adopted_is_offered(admins: Office) -> None:
    admins.act(configure.adopt_catalogue, read_catalogue("kelurahan"))

    assert admins.read(lambda reading: reading.settings.catalogue().id) == "kelurahan"


def test_a_counter_serves_only_what_it_was_given(admins: Office) -> None:
    admins.act(queue.issue_ticket, service=KTP)
    child = admins.act(queue.issue_ticket, service=KIA)

    admins.act(configure.set_counter, 4, name="Loket anak", services=(KIA,))

    assert admins.act(queue.call_next, counter=4).id == child.id


def test_a_counter_that_is_closed_is_no_longer_listed(admins: Office) -> None:
    admins.act(configure.set_counter, 4, name="", active=False)

    numbers = admins.read(lambda reading: [each.number for each in reading.settings.counters()])
    assert numbers == [3]


def test_an_administrator_sees_a_closed_counter_and_can_open_it_again(admins: Office) -> None:
    admins.act(configure.set_counter, 3, name="Loket depan", active=False)

    closed, other = read_settings(admins).counters
    assert (closed.number, closed.active, other.number) == (3, False, 4)
    assert admins.act(configure.set_counter, closed.number, name=closed.name).active


@pytest.mark.parametrize(("number", "services"), [(0, ()), (100, ()), (5, ("sim",))])
def test_a_counter_that_cannot_be_is_refused(
    admins: Office, number: int, services: tuple[str, ...]
) -> None:
    with pytest.raises(CounterUnfit):
        admins.act(configure.set_counter, number, name="", services=services)


def test_the_offices_own_word_on_a_day_wins(admins: Office) -> None:
    sunday, monday = date(2026, 11, 29), date(2026, 11, 30)

    admins.act(configure.correct_calendar, sunday, working=True, name="Pelayanan Minggu")
    admins.act(configure.correct_calendar, monday, working=False, name="Pindah kantor")

    calendar = admins.read(office_calendar)
    assert calendar.is_working_day(sunday)
    assert not calendar.is_working_day(monday)


@pytest.mark.parametrize(
    ("act", "arguments", "named"),
    [
        (configure.configure_office, (), _changed()),
        (configure.adopt_catalogue, (read_catalogue("kelurahan"),), {}),
        (configure.set_counter, (5,), {"name": ""}),
        (configure.correct_calendar, (date(2026, 12, 1),), {"working": False, "name": ""}),
    ],
)
def test_a_clerk_changes_nothing_of_the_office(
    office: Office, act: Any, arguments: tuple[Any, ...], named: dict[str, Any]
) -> None:
    before = office.read(lambda reading: reading.settings.counters())

    with pytest.raises(NotAllowed):
        office.act(act, *arguments, **named)

    assert office.read(lambda reading: reading.settings.counters()) == before
    assert office_of(office).name == "Dukcapil Jakarta Pusat"
