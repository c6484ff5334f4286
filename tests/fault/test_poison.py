"""One poison event amid 500, over real HTTP: it harms its own entity and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

import msgspec
import pytest

from counter import keys
from counter.clock import SystemClock, VirtualClock
from counter.domain.events import Event, decode_event, encode_event
from counter.store.database import Database
from counter.store.log import Item
from counter.sync.client import Line, enrol
from tests.office.building import BRANCH, at
from tests.server.building import Station, a_central, a_hub, log_of, signed, tickets_of
from tests.store.building import quarantined

COUNT = 500


def of_no_kind(event: Event) -> Event:
    """Of a critical kind that no release has had yet."""
    return msgspec.structs.replace(event, kind="ticket.teleported", critical=True)


def of_another_shape(event: Event) -> Event:
    """Of a known kind, and not what that says."""
    body = msgspec.Raw(msgspec.msgpack.encode({"number": 7}))
    return msgspec.structs.replace(event, body=body)


def too_large_for_a_row(event: Event) -> Event:
    """All that its kind says, and more than a column can hold."""
    body = msgspec.msgpack.decode(event.body) | {"target_s": 2**63}
    return msgspec.structs.replace(event, body=msgspec.Raw(msgspec.msgpack.encode(body)))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Item], bytes]:
    """Five hundred events of a morning, one chain, and the key of who wrote them."""
    station = Station.founding(tmp_path_factory.mktemp("written") / "store", VirtualClock(at(8)))
    station.work(130, Random(5))
    items = station.store.after(BRANCH, {}, limit=COUNT)
    key = station.store.node.private_key
    station.close()
    assert len(items) == COUNT
    assert len({decode_event(each.data).chain for each in items}) == 1
    return items, key


@contextmanager
def served(which: str, folder: Path) -> Iterator[tuple[str, Callable[[], str], Database]]:
    """A server: its address, what makes a code for it, its log."""
    if which == "hub":
        with a_hub(folder, SystemClock()) as (hub, address):
            yield address, hub.new_code, hub.office.maintain(lambda store: store)
    else:
        with a_central(folder) as (central, database, address):
            yield address, partial(central.new_code, BRANCH), database


@pytest.mark.parametrize("poisoned", [of_no_kind, of_another_shape, too_large_for_a_row])
@pytest.mark.parametrize("which", ["hub", "central"])
def test_a_poison_event_amid_five_hundred_harms_its_own_ticket_and_nothing_else(
    tmp_path: Path,
    written: tuple[list[Item], bytes],
    which: str,
    poisoned: Callable[[Event], Event],
) -> None:
    items, key = list(written[0]), keys.SigningKey(written[1])
    healthy = Database.at_file(tmp_path / "healthy.db", bytes(32))
    healthy.take(BRANCH, items, now_ms=at(17), clock_shift_ms=0)
    place, issued = next(
        (place, event)
        for place, event in enumerate(decode_event(each.data) for each in items)
        if place >= COUNT // 2 and event.kind == "ticket.issued"
    )
    items[place] = Item(encode_event(poisoned(issued)))
    number = msgspec.msgpack.decode(issued.body)["number"]

    reader = Station.joining(tmp_path / "reader", VirtualClock(at(17)))
    with served(which, tmp_path / which) as (address, new_code, database):
        writer = Line.to(enrol(address, new_code(), key, SystemClock()).link, SystemClock())
        answer = writer.push(signed(items, key))
        writer.close()
        reader.engine.join(address, new_code())
        reader.sync()

        for each in (database, reader.store):
            held = [row[2] for row in log_of(each) if row[0] == issued.chain]
            assert held == [item.data for item in items]
            assert quarantined(each) == {issued.entity}
            assert tickets_of(each) == [row for row in tickets_of(healthy) if row[0] != number]
    reader.close()
    healthy.close()

    assert (answer.heads, answer.refused) == ({issued.chain: COUNT}, [])
