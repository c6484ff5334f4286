"""The hub on a PC as its desk has it: a real process, begun, asked, kept running and ended."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter.clock import SystemClock
from counter.config import Config, read_config
from counter.demo.children import free_port
from counter.domain import bodies
from counter.domain.events import EntityId
from counter.office import hub_here, people
from counter.office.doctor import Health, examine
from counter.office.hub_here import THIS_PC, HubKeeper, HubNotStarted, HubSilent, HubView
from counter.office.people import NotAllowed
from counter.office.public_node import join_hub
from counter.office.station import Station
from counter.server.hub_process import HubNodeUnknown
from counter.text import _
from tests.server.building import SOON_S
from tests.ui.stations import a_station


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    """A PC of an office, an administrator signed in."""
    made = a_station(tmp_path, SystemClock())
    made.change(hub_port=free_port())
    made.start()
    sign_in(made)
    yield made
    sign_in(made)
    hub_here.end(made)
    made.stop()


def sign_in(station: Station) -> None:
    people.sign_in(station.office, "indra", "4321", counter=3)


def until(station: Station, holds: Callable[[HubView], bool]) -> HubView:
    """Look until something holds, as the page does."""
    end_s = time.monotonic() + 2 * SOON_S
    while not holds(seen := hub_here.look(station)):
        assert time.monotonic() < end_s, seen
        time.sleep(0.2)  # the hub is another process: nothing here hears of it
    return seen


def health(station: Station) -> Health | None:
    """What `loket doctor` says of the hub of this PC."""
    found = examine(station.folder, station.office.clock)
    subject = _("Hub of this computer")
    return next((each.health for each in found if each.subject == subject), None)


def test_a_pc_becomes_the_hub_and_lets_another_in_and_out_again(
    station: Station, tmp_path: Path
) -> None:
    before, health_before = hub_here.look(station), health(station)

    hub_here.lead(station, THIS_PC)

    seen = until(
        station, lambda view: view.leader is not None and any(each.here for each in view.nodes)
    )
    code, url = hub_here.new_code(station)
    join_hub(tmp_path / "kiosk", url, code, SystemClock())
    nodes = {each.kind: each for each in hub_here.look(station).nodes}
    hub_here.revoke(station, nodes[hub_here.KIOSK].id)
    removed = {each.id for each in hub_here.look(station).nodes if each.removed}
    assert (before, health_before) == (HubView(None, None, is_here=False), None)
    assert seen.running is not None
    assert seen.leader is not None
    assert (seen.is_here, seen.running.leads, seen.leader.url) == (True, True, url)
    assert health(station) is Health.GOOD
    assert read_config(station.folder).hub_host == THIS_PC
    assert removed == {nodes[hub_here.KIOSK].id}
    with pytest.raises(HubNodeUnknown):
        hub_here.revoke(station, "NOBODY")


def test_a_hub_that_is_ended_stays_ended(station: Station) -> None:
    hub_here.lead(station, THIS_PC)
    until(station, lambda view: view.leader is not None)

    hub_here.end(station)

    view = hub_here.look(station)
    assert (view.running, view.is_here, view.nodes) == (None, True, ())
    assert health(station) is Health.BAD
    assert read_config(station.folder).hub_host == ""
    with pytest.raises(HubSilent):
        hub_here.new_code(station)
    hub_here.start_again(station)
    assert hub_here.look(station).running is not None


def test_a_hub_that_is_ended_while_its_desk_looks_is_not_started_again(tmp_path: Path) -> None:
    ended = threading.Event()
    port = free_port()
    told = iter([Config(hub_host=THIS_PC, hub_port=port)])

    def config() -> Config:
        if (before := next(told, None)) is not None:
            return before
        ended.set()
        return Config()

    keeper = HubKeeper(tmp_path, config)
    keeper.begin()
    looked_again = ended.wait(SOON_S)
    keeper.stop()

    assert looked_again
    assert not (tmp_path / "log").exists()


def test_a_hub_that_its_desk_knows_to_be_replaced_is_looked_at(station: Station) -> None:
    hub_here.lead(station, THIS_PC)
    until(station, lambda view: view.leader is not None)
    later = bodies.HubPromoted(number=9, node="another", url="http://127.0.0.1:1", certificate=b"")

    station.office.act(lambda work: work.record(later, entity=EntityId("hub")))

    assert health(station) is Health.LOOK


def test_a_hub_outlives_its_desk_and_the_next_desk_starts_one_that_was_killed(
    tmp_path: Path,
) -> None:
    desk = a_station(tmp_path, SystemClock())
    desk.change(hub_port=free_port())
    desk.start()
    sign_in(desk)
    hub_here.lead(desk, THIS_PC)
    first = until(desk, lambda _view: _asks_its_hub(desk)).running
    desk.stop()
    outlived = hub_here.running(desk.folder)
    _kill_hub(desk.folder)

    desk = Station.open(desk.folder)
    desk.start()
    try:
        sign_in(desk)
        seen = until(desk, lambda view: view.running is not None and _asks_its_hub(desk))
        hub_here.end(desk)
    finally:
        desk.stop()
    assert first is not None
    assert (outlived, seen.running) == (first, first)


def _asks_its_hub(station: Station) -> bool:
    return station.engine is not None and station.engine.is_with_hub


def _kill_hub(folder: Path) -> None:
    """As a power cut would."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        said = each.read_bytes().split(b"\0")
        if b"hub" in said and str(folder).encode() in said:
            os.kill(int(each.parent.name), signal.SIGKILL)
    end_s = time.monotonic() + SOON_S
    while hub_here.running(folder) is not None:
        assert time.monotonic() < end_s
        time.sleep(0.1)  # as above: the system ends it when it likes


def test_a_hub_that_runs_is_not_started_twice(station: Station) -> None:
    hub_here.lead(station, THIS_PC)

    seen = hub_here.start(station.folder, THIS_PC, free_port())

    assert seen.url.endswith(f":{station.config.hub_port}")


def test_why_a_hub_does_not_start_is_said(station: Station) -> None:
    with socket.socket() as taken:
        taken.bind((THIS_PC, 0))
        taken.listen()
        station.change(hub_port=taken.getsockname()[1])

        with pytest.raises(HubNotStarted, match=str(station.config.hub_port)):
            hub_here.lead(station, THIS_PC)

    assert read_config(station.folder).hub_host == ""


def test_only_an_administrator_looks_after_the_hub(station: Station) -> None:
    people.sign_in(station.office, "sari", "1234", counter=3)

    for act in (hub_here.look, hub_here.new_code, hub_here.end, hub_here.start_again):
        with pytest.raises(NotAllowed):
            act(station)
    with pytest.raises(NotAllowed):
        hub_here.lead(station, THIS_PC)
    with pytest.raises(NotAllowed):
        hub_here.revoke(station, "NOBODY")
