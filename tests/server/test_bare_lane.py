"""The numbers without a lane, given by another hub once whose they were is gone for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.office import day, queue, reservations
from counter.office.founding import found_hub
from counter.server.hub import Hub
from tests.office.building import DAY, KTP, SARI, at, hear
from tests.server.building import Station, a_hub, asking, two_stations

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def successor(tmp_path: Path, clock: VirtualClock) -> Iterator[tuple[Hub, Station, Hub]]:
    """A hub in the place of one that is switched off; its PC's counter; and the one before.

    The first one gave A-001 without a lane.
    """
    with two_stations(tmp_path, clock) as (first, second):
        found_hub(first.office, tmp_path / "hub")
        with a_hub(tmp_path / "hub", clock) as (old, address):
            for station in (first, second):
                station.engine.join(address, old.new_code())
                station.sync()
            old.office.session = SARI
            old.office.act(queue.issue_ticket, service=KTP)
            for station in (first, second):
                station.sync()
        found_hub(second.office, tmp_path / "new")
        with a_hub(tmp_path / "new", clock, promoted=True) as (new, new_address):
            second.engine.join(new_address, new.new_code())
            second.sync()
            yield new, second, old


def next_number(hub: Hub, station: Station) -> str:
    """What the hub gives for a number, through the counter that asks."""
    today = hub.office.read(lambda reading: reading.settings.day())
    assert today is not None
    with asking(station) as line:
        minted = line.mint(today, "A")
    assert minted is not None
    return f"A{minted.lane}-{minted.running:03d}"


def a_new_day(hub: Hub, clock: VirtualClock) -> None:
    clock.set(at(8, on=TOMORROW))
    hub.office.act_as("sari", day.open_day, TOMORROW)


def test_on_another_day_it_gives_them_and_the_old_hub_is_let_in_no_more(
    successor: tuple[Hub, Station, Hub], clock: VirtualClock
) -> None:
    new, station, old = successor
    assert next_number(new, station).startswith("A3H-")
    a_new_day(new, clock)

    new.take_bare_lane()

    assert next_number(new, station) == "A-001"
    admitted = new.office.read(lambda reading: reading.settings.nodes())
    assert [each.node for each in admitted if each.revoked] == [old.node.id]
    assert [each.node for each in admitted if not (each.lane or each.revoked)] == [new.node.id]
    new.take_bare_lane()  # once more changes nothing
    assert next_number(new, station) == "A-002"


def test_on_a_day_on_which_some_were_given_it_refuses(
    successor: tuple[Hub, Station, Hub],
) -> None:
    new, station, _old = successor

    with pytest.raises(reservations.LaneGivenToday):
        new.take_bare_lane()

    assert next_number(new, station).startswith("A3H-")
    assert not any(each.revoked for each in new.office.read(lambda r: r.settings.nodes()))


@pytest.fixture
def hub_beside_it(tmp_path: Path, clock: VirtualClock) -> Iterator[tuple[Hub, str, Station]]:
    """A hub on another PC than the one that numbers without a lane; its address; and that PC.

    It knows of that PC, as a central would have told it.
    """
    with two_stations(tmp_path, clock) as (first, second):
        second.store.set_lane("5")
        hear(second.office, first.office)
        found_hub(second.office, tmp_path / "hub")
        with a_hub(tmp_path / "hub", clock) as (hub, address):
            yield hub, address, first


def test_a_counter_that_has_it_is_not_removed_unasked(
    hub_beside_it: tuple[Hub, str, Station],
) -> None:
    hub, address, first = hub_beside_it
    first.engine.join(address, hub.new_code())
    first.sync()
    with pytest.raises(reservations.LaneHeld) as caught:
        hub.take_bare_lane()
    assert first.store.node.id in caught.value.message("en").happened

    hub.revoke(first.store.node.id)
    hub.take_bare_lane()

    assert hub.node.lane == ""


def test_from_a_computer_that_never_joined_it_takes_none(
    hub_beside_it: tuple[Hub, str, Station],
) -> None:
    hub, _address, _first = hub_beside_it

    with pytest.raises(reservations.LaneHeld):
        hub.take_bare_lane()
