"""The branch's hub is found on the local network, and nobody else is believed to be it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx2
import msgspec
import pytest

from counter import keys
from counter.clock import SystemClock, VirtualClock
from counter.domain import bodies
from counter.office.founding import found_hub
from counter.office.public_node import join_hub
from counter.server.beacon import Beacon
from counter.server.hub import Hub
from counter.store.local import Local
from counter.store.store import Store
from counter.store.work import Work
from counter.sync import wire
from counter.sync.client import Line, LineBroken
from counter.sync.discovery import Announced, Announcement, HubSearch, browse, lan_addresses
from counter.sync.engine import Engine
from counter.sync.link import HubFound
from counter.sync.recognition import VOUCHER, ask_hub, doubt
from counter.sync.status import LineState
from tests.office.building import BRANCH
from tests.server.building import SOON_S, Station, a_hub, log_of
from tests.sync.elsewhere import OURS, answering, saying

LOOPBACK = ("127.0.0.1",)
NONCE = bytes(range(wire.NONCE_BYTES))


@pytest.fixture
def first(tmp_path: Path, clock: VirtualClock) -> Iterator[Station]:
    """The branch's first PC."""
    station = Station.founding(tmp_path / "first", clock)
    yield station
    station.close()


@pytest.fixture
def second(tmp_path: Path, clock: VirtualClock) -> Iterator[Station]:
    """Another PC of the branch."""
    station = Station.joining(tmp_path / "second", clock)
    yield station
    station.close()


@contextmanager
def joined(folder: Path, *stations: Station) -> Iterator[tuple[Hub, str]]:
    """The branch's first hub, which the stations have joined and told all."""
    found_hub(stations[0].office, folder)
    with a_hub(folder, stations[0].clock) as (hub, address):
        for station in stations:
            station.engine.join(address, hub.new_code())
        for station in (*stations, *stations):
            station.sync()
        yield hub, address


@contextmanager
def announcing(hub: Hub, address: str) -> Iterator[None]:
    """A hub that tells loopback of itself."""
    port = int(address.rpartition(":")[2])
    beacon = Beacon(hub, port, addresses=lambda: LOOPBACK, secure=False, interfaces=LOOPBACK)
    beacon.start()
    try:
        yield
    finally:
        beacon.stop()


@contextmanager
def announced(node: str, address: str, *, number: int = 99) -> Iterator[None]:
    """Somebody who tells loopback that the branch's hub is at an address."""
    port = int(address.rpartition(":")[2])
    told = Announced(BRANCH, node, number, port, LOOPBACK, secure=False)
    announcement = Announcement(told, LOOPBACK)
    try:
        yield
    finally:
        announcement.close()


def looked(station: Station) -> HubFound | None:
    return HubSearch(station.clock, interfaces=LOOPBACK).look(station.store)


def shown_by(address: str, clock: VirtualClock) -> wire.HubShown:
    line = Line(address, clock=clock)
    try:
        return line.show(NONCE)
    finally:
        line.close()


def doubted(station: Station, shown: wire.HubShown, *, nonce: bytes = NONCE) -> str | None:
    with station.store.reading(BRANCH, 0) as reading:
        return doubt(reading, shown, nonce=nonce, certificate=b"")


def test_a_hub_is_heard_on_the_network_with_its_branch_epoch_and_address(
    tmp_path: Path, first: Station
) -> None:
    with joined(tmp_path / "hub", first) as (hub, address), announcing(hub, address):
        heard = next(
            each for each in browse(BRANCH, interfaces=LOOPBACK) if each.node == hub.node.id
        )

    assert (heard.branch, heard.number, heard.urls) == (BRANCH, 1, (address,))


def test_an_address_that_cannot_be_announced_leaves_no_socket_behind() -> None:
    before = set(threading.enumerate())

    with pytest.raises(OSError, match="illegal IP"):
        Announcement(Announced(BRANCH, "NODE", 1, 8471, ("hub-pc",)), LOOPBACK)

    assert set(threading.enumerate()) <= before


def test_a_hub_whose_address_changed_is_found_and_gone_on_with(
    tmp_path: Path, first: Station, second: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first, second) as (_hub, before):
        pass
    with a_hub(tmp_path / "hub", clock) as (hub, address), announcing(hub, address):
        found = looked(second)
        assert found is not None
        second.engine.find_hub(found)
        second.sync()

        assert found.url == address != before
        assert second.engine.hub is not None
        assert second.engine.hub.url == address
        assert second.engine.status.state is LineState.CONNECTED
        first.engine.find_hub(found)
        first.sync()
        second.sync()
        assert log_of(first.store) == log_of(second.store)


def test_a_hub_promoted_unheard_is_known_by_the_pc_that_vouches_for_it(
    tmp_path: Path, first: Station, second: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first, second):
        pass
    found_hub(second.office, tmp_path / "new")
    with a_hub(tmp_path / "new", clock, promoted=True) as (new, address), announcing(new, address):
        found = looked(first)

        assert found is not None
        assert (found.url, found.epoch) == (address, (2, new.node.id))
        first.engine.find_hub(found)
        first.sync()
        assert first.office.read(lambda reading: reading.settings.hub()) == new.promoted
        assert log_of(first.store) == new.office.maintain(log_of)


def test_the_address_that_is_known_is_asked_before_the_network(
    tmp_path: Path, first: Station
) -> None:
    with joined(tmp_path / "hub", first) as (_hub, address):
        deaf = HubSearch(first.clock, interfaces=LOOPBACK, listens_s=0)

        found = deaf.look(first.store)

        assert found is not None
        assert found.url == address

    assert deaf.look(first.store) is None


def test_a_station_goes_on_by_itself_with_the_hub_that_was_promoted(
    tmp_path: Path, first: Station, second: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first, second):
        pass
    found_hub(second.office, tmp_path / "new")
    back = threading.Event()
    office = first.office
    # threads wait in real time
    office.clock = SystemClock()
    engine = Engine(office, search=HubSearch(office.clock, interfaces=LOOPBACK, pause_s=0.5))
    engine.subscribe(lambda status: back.set() if status.state is LineState.CONNECTED else None)
    with a_hub(tmp_path / "new", clock, promoted=True) as (new, address), announcing(new, address):
        engine.start()
        try:
            assert back.wait(SOON_S), "it did not find the hub"
            assert engine.hub is not None
            assert engine.hub.url == address
        finally:
            engine.stop()


def test_a_slow_stranger_does_not_hide_the_hub(
    tmp_path: Path, first: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first):
        pass

    def drip(_handler: BaseHTTPRequestHandler) -> None:
        slow.wait(2)

    slow = threading.Event()
    with (
        answering(drip) as stranger,
        announced("AAAA-STRANGER", stranger),
        a_hub(tmp_path / "hub", clock) as (hub, address),
        announcing(hub, address),
    ):
        found = HubSearch(clock, interfaces=LOOPBACK, listens_s=1.5).look(first.store)
        slow.set()

    assert found is not None
    assert found.url == address


def test_a_hub_that_was_away_while_another_took_its_place_stands_down(
    tmp_path: Path, first: Station, second: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first, second) as (old, _address), ExitStack() as ending:
        found_hub(second.office, tmp_path / "new")  # as if nobody could reach the old one
        new, address = ending.enter_context(a_hub(tmp_path / "new", clock, promoted=True))
        ending.enter_context(announcing(new, address))
        forged, there = ending.enter_context(a_hub(tmp_path / "forged", clock))
        forged.office.act_as("", _claim, forged.node.id, there)
        ending.enter_context(announced(forged.node.id, there))

        beacon = Beacon(old, 1, addresses=lambda: LOOPBACK, secure=False, interfaces=LOOPBACK)
        ending.callback(beacon.stop)

        beacon.listen()

        assert not old.become_hub("http://127.0.0.1:1")
        assert old.promoted is None
        first.sync()  # it hears it from the old one
        assert first.engine.hub is not None
        assert first.engine.hub.url == address
        for station in (first, second, first):
            station.sync()
        assert new.promoted is not None
        assert first.office.read(lambda reading: reading.settings.hub()) == new.promoted


def test_whoever_announces_without_the_branchs_keys_is_not_believed(
    tmp_path: Path, first: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first):
        pass
    with (
        a_hub(tmp_path / "forged", clock) as (forged, address),
        announced(forged.node.id, address),
    ):
        forged.office.act_as("", _claim, forged.node.id, address)

        assert looked(first) is None
        assert doubted(first, shown_by(address, clock)) == "an unknown key"


def _claim(work: Work, node: str, url: str) -> None:
    work.record(bodies.HubPromoted(9, node, url, b""), entity="hub")


def test_an_answer_is_good_for_one_question_on_one_connection(
    tmp_path: Path, first: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first) as (hub, address):
        shown = shown_by(address, clock)
    replayed = saying(200, wire.pack(shown), OURS)

    with answering(replayed) as mirror, announced(hub.node.id, mirror):
        assert looked(first) is None
        assert ask_hub(first.store, mirror, clock) is None

    assert doubted(first, shown) is None
    assert doubted(first, shown, nonce=bytes(wire.NONCE_BYTES)) == "not signed"
    with first.store.reading(BRANCH, 0) as reading:
        assert doubt(reading, shown, nonce=NONCE, certificate=b"mine") == "another certificate"


@pytest.mark.parametrize(
    ("forge", "why"),
    [
        (lambda shown: msgspec.structs.replace(shown, branch="9999-01"), "another branch"),
        (lambda shown: msgspec.structs.replace(shown, number=9), "not signed"),
        (lambda shown: msgspec.structs.replace(shown, public_key=bytes(32)), "another key"),
        (lambda shown: msgspec.structs.replace(shown, signature=bytes(64)), "not signed"),
    ],
)
def test_an_answer_that_was_changed_on_its_way_is_not_believed(
    tmp_path: Path,
    first: Station,
    clock: VirtualClock,
    forge: Callable[[wire.HubShown], wire.HubShown],
    why: str,
) -> None:
    with joined(tmp_path / "hub", first) as (_hub, address):
        shown = shown_by(address, clock)

    assert doubted(first, forge(shown)) == why


def test_a_hub_that_was_replaced_is_not_gone_back_to(
    tmp_path: Path, first: Station, second: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first, second):
        pass
    found_hub(second.office, tmp_path / "new")
    with a_hub(tmp_path / "new", clock, promoted=True) as (_new, address):
        first.engine.join(address, _new.new_code())
        first.sync()

    with a_hub(tmp_path / "hub", clock) as (old, address), announced(old.node.id, address):
        assert old.promoted is not None  # it has not heard of it
        assert doubted(first, shown_by(address, clock)) == "an earlier epoch"
        assert looked(first) is None


def test_a_hub_that_is_joined_by_its_code_is_asked_whatever_was_found_before(
    tmp_path: Path, first: Station, second: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first, second) as (_old, address):
        before = ask_hub(first.store, address, clock)
        assert before is not None
        first.engine.find_hub(before)
        found_hub(second.office, tmp_path / "new")
        with a_hub(tmp_path / "new", clock, promoted=True) as (new, there):
            first.engine.join(there, new.new_code())

            assert first.engine.hub is not None
            assert first.engine.hub.url == there


def test_a_pc_that_was_removed_makes_nobody_the_hub(
    tmp_path: Path, first: Station, second: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first, second) as (hub, _address):
        found_hub(second.office, tmp_path / "new")
        hub.revoke(second.store.node.id)
        first.sync()

    with a_hub(tmp_path / "new", clock, promoted=True) as (_new, address):
        assert doubted(first, shown_by(address, clock)) == "an unknown key"


def test_a_kiosk_vouches_for_nobody(tmp_path: Path, first: Station, clock: VirtualClock) -> None:
    with joined(tmp_path / "hub", first) as (hub, address):
        join_hub(tmp_path / "kiosk", address, hub.new_code(), clock)
        first.sync()
    kiosk = Store.open(tmp_path / "kiosk")
    kiosk.close()
    key, node = keys.SigningKey(kiosk.node.private_key), kiosk.node.id

    with a_hub(tmp_path / "forged", clock) as (forged, address):
        said = wire.vouched_for(BRANCH, keys.SigningKey(forged.node.private_key).public)
        voucher = wire.Voucher(node, key.sign(said))

        def keep(store: Store) -> None:
            with store.transaction() as connection:
                Local(connection, BRANCH).put(VOUCHER, voucher)

        forged.office.maintain(keep)
        forged.office.act_as("", _claim, forged.node.id, address)

        assert doubted(first, shown_by(address, clock)) == "an unknown key"


def test_a_node_that_is_not_the_hub_shows_nothing(
    tmp_path: Path, first: Station, clock: VirtualClock
) -> None:
    with joined(tmp_path / "hub", first) as (hub, address):
        hub.office.act_as("", _claim, "ANOTHER", "http://127.0.0.1:1")

        with pytest.raises(LineBroken, match="not_the_hub"):
            shown_by(address, clock)


@pytest.mark.parametrize("nonce", ["", "00", "zz" * 32, "00" * 33])
def test_a_hub_signs_no_question_but_a_nonce(tmp_path: Path, first: Station, nonce: str) -> None:
    with joined(tmp_path / "hub", first) as (_hub, address):
        answer = httpx2.get(f"{address}/v1/hub", params={"nonce": nonce})

    assert answer.status_code == 400


def test_a_hub_whose_pc_was_given_another_address_writes_it_down(
    tmp_path: Path, first: Station
) -> None:
    addresses = ["192.0.2.7"]
    with joined(tmp_path / "hub", first) as (hub, _address):
        beacon = Beacon(hub, 8471, addresses=lambda: tuple(addresses), interfaces=LOOPBACK)
        beacon.look()
        before = hub.promoted
        beacon.look()
        same = hub.promoted
        addresses[:] = ["192.0.2.8", "192.0.2.9"]
        beacon.look()
        after = hub.promoted
        beacon.start()
        beacon.stop()

    assert before is not None
    assert after is not None
    assert (before.url, same) == ("https://192.0.2.7:8471", before)
    # no promotion: a hub that was replaced meanwhile must not outbid the one that replaced it
    assert (after.url, after.number) == ("https://192.0.2.8:8471", before.number)


def test_this_pc_names_no_address_that_others_cannot_reach() -> None:
    assert not [each for each in lan_addresses() if each.startswith(("127.", "169.254."))]
