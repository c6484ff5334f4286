"""Small bodies that unpack to gigabytes, sent to a real server: refused, and it goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

import httpx2
import pytest

from counter.clock import SystemClock, VirtualClock
from counter.store.database import Database
from counter.sync import wire
from tests.bench.window_start import rss_mb
from tests.office.building import BRANCH, at
from tests.server.building import Station, a_central, a_hub, link_of, log_of

PLAIN_BYTES = 2 * 1024**3
AT_ONCE = 24
MOST_MB = 100  # that memory may grow by meanwhile, however many come at once
_LOOK_EVERY_S = 0.002


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """A batch of a few dozen kilobytes that unpacks to two gigabytes."""
    packer = wire.zstd.ZstdCompressor()
    zeros = bytes(16 * 1024**2)
    pieces = [packer.compress(zeros) for _each in range(PLAIN_BYTES // len(zeros))]
    return b"LKT1" + b"".join(pieces) + packer.flush()


@pytest.fixture(params=["hub", "central"])
def served(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[str, Station, Database]]:
    """A server, a station that has joined it and may send, and the server's log."""
    folder = tmp_path / request.param
    station = Station.founding(tmp_path / "station", VirtualClock(at(8)))
    if request.param == "hub":
        with a_hub(folder, SystemClock()) as (hub, address):
            station.engine.join(address, hub.new_code())
            yield address, station, hub.office.maintain(lambda store: store)
            station.close()
    else:
        with a_central(folder) as (central, database, address):
            station.engine.join(address, central.new_code(BRANCH))
            yield address, station, database
            station.close()


class Growth:
    """How far this process, which serves too, has grown at most."""

    def __init__(self) -> None:
        self.most_mb = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look all the time until the block ends."""
        before_mb = rss_mb()
        over = threading.Event()

        def look() -> None:
            while not over.wait(_LOOK_EVERY_S):
                self.most_mb = max(self.most_mb, rss_mb() - before_mb)

        looking = threading.Thread(target=look)
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join()


def sent(url: str, path: str, body: bytes, token: str = "00") -> tuple[int, str]:
    """What the server answers to a body: the status, and its word."""
    headers = {"Content-Type": wire.CONTENT_TYPE, "Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=url, trust_env=False, verify=False, timeout=30) as client:
        answer = client.post(path, content=body, headers=headers)
    return answer.status_code, wire.unpack(answer.content, wire.Refusal).code


def test_bombs_from_a_station_are_refused_in_bounded_memory_and_the_server_goes_on(
    served: tuple[str, Station, Database], bomb: bytes
) -> None:
    address, station, database = served
    token = _token(station)
    before = log_of(database)
    growth = Growth()

    with ThreadPoolExecutor(AT_ONCE) as pool:

        def at_once(body: bytes) -> list[tuple[int, str]]:
            return list(
                pool.map(lambda _: sent(address, "/v1/events", body, token), range(AT_ONCE))
            )

        at_once(b"")  # whatever threads and connections themselves take
        with growth.watched():
            said = at_once(bomb)

    print(f"{len(bomb)} bytes, {AT_ONCE} at once: {growth.most_mb:.0f} MB at most")
    assert len(bomb) < wire.MOST_COMPRESSED
    assert said == [(400, "unreadable")] * AT_ONCE
    assert growth.most_mb < MOST_MB
    assert log_of(database) == before
    station.work(2, Random(1))
    station.sync()
    assert log_of(database) == log_of(station.store)


def test_a_bomb_from_nobody_is_refused_before_it_is_opened(
    served: tuple[str, Station, Database], bomb: bytes
) -> None:
    address, _station, _database = served
    small = b"LKT1" + wire.zstd.compress(bytes(8 * 1024**2))
    assert len(small) < wire.MOST_JOINING
    growth = Growth()

    with growth.watched():
        said = {
            sent(address, "/v1/events", bomb),
            sent(address, "/v1/enrol", bomb),
            sent(address, "/v1/enrol", small),
        }

    assert said == {(401, "token"), (413, "too_large"), (400, "unreadable")}
    assert growth.most_mb < 20


def _token(station: Station) -> str:
    hub = station.engine.hub
    return hub.token if hub is not None else link_of(station).token
