"""A hub's reservations over HTTP, ten stations asking at once with 5,000 people waiting.

The hub is a process of its own. The floor is one row a reservation by bare sqlite3; the peer for
the slowest hundredth is a bare Starlette endpoint, served alike, that commits the same row.
"""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from msgspec import Struct

from counter.clock import SystemClock
from counter.keys import SigningKey
from counter.office import calling, people, queue
from counter.office.office import Office
from counter.sync import wire
from counter.sync.client import Line, enrol
from counter.sync.hub import HubLine
from counter.sync.link import Link
from tests.bench.acts import an_office, issue
from tests.bench.measure import Figure, against, figure, ms_each
from tests.bench.window_start import rss_mb

BRANCH = "3171-06"
STATIONS, WAITING, ASKED, REPEATS = 10, 5_000, 40, 5
_ROW = "INSERT INTO reservation VALUES (?, ?, ?, ?, ?, ?)"
_TABLE = (
    "CREATE TABLE reservation (branch TEXT, request TEXT, n INTEGER, ticket TEXT,"
    " counter INTEGER, until_ms INTEGER, PRIMARY KEY (branch, request))"
)


def figures() -> dict[str, Figure]:
    """Time a reservation takes a hub that ten stations ask, and its slowest hundredth."""
    ours: list[tuple[float, float]] = []
    peer: list[tuple[float, float]] = []
    floor: list[float] = []
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        with (
            running_hub(folder / "hub", waiting=WAITING) as hub,
            _process("bare", folder / "bare") as bare,
            closing(_bare_rows(folder / "floor.db")) as rows,
        ):
            lines = [_joined(hub.url, code) for code in hub.codes]
            strangers = [Line(bare.told[0], clock=SystemClock()) for _each in range(STATIONS)]
            for _repeat in range(REPEATS):
                ours.append(_asked(lines))
                peer.append(_asked(strangers))
                floor.append(ms_each(lambda: _commit_row(rows), ASKED))
            for line in (*lines, *strangers):
                line.close()
    return {
        "hub: a reservation, 10 stations asking": figure(
            median(each[0] for each in ours), median(floor), unit="ms", target=8
        ),
        "hub: its slowest hundredth / a bare endpoint's": figure(
            median(each[1] for each in ours), median(each[1] for each in peer), unit="ms", target=2
        ),
        **_calls_without_hub(),
    }


def _calls_without_hub() -> dict[str, Figure]:
    """A call where the hub takes the connection and never answers: the first one, and those after.

    The line's library is loaded before, as the line to the hub has loaded it in any station.
    """
    firsts: list[float] = []
    laters: list[float] = []
    with tempfile.TemporaryDirectory() as room, closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        link = Link(url=url, token="00", central_key=bytes(32), certificate=None)
        Line.to(link, SystemClock()).close()
        with an_office(Path(room) / "store") as office:
            for _repeat in range(REPEATS):
                with closing(HubLine(lambda: link, SystemClock())) as hub:
                    firsts.append(_ms_a_call(office, hub))
                    laters.extend(_ms_a_call(office, hub) for _each in range(ASKED))
    return {
        "call-next, the hub silent: first": against(max(firsts), unit="ms", target=400),
        "call-next, the hub silent: later": against(max(laters), unit="ms", target=50),
    }


def _ms_a_call(office: Office, hub: HubLine) -> float:
    issue(office)
    began = time.perf_counter()
    ticket = calling.call_next(office, hub, counter=3)
    spent = (time.perf_counter() - began) * 1000
    office.act(queue.mark_left, ticket.id)
    return spent


def _asked(lines: list[Line]) -> tuple[float, float]:
    """Let everybody ask at once: milliseconds a reservation, and of the slowest hundredth."""
    spent: list[float] = []

    def ask(line: Line, counter: int) -> None:
        for n in range(ASKED):
            began = time.perf_counter()
            line.reserve(wire.Asking(f"{began}-{n}", counter))
            spent.append((time.perf_counter() - began) * 1000)

    askers = [threading.Thread(target=ask, args=(line, at + 1)) for at, line in enumerate(lines)]
    began = time.perf_counter()
    for each in askers:
        each.start()
    for each in askers:
        each.join()
    whole_ms = (time.perf_counter() - began) * 1000
    return whole_ms / len(spent), quantiles(spent, n=100)[-1]


def _joined(url: str, code: str) -> Line:
    link = enrol(url, code, SigningKey.generate(), SystemClock()).link
    return Line.to(link, SystemClock())


class RunningHub(Struct, frozen=True):
    """A hub in a process of its own."""

    url: str
    codes: tuple[str, ...]  # one for each station
    pid: int

    def rss_mb(self) -> float:
        """Memory it holds now."""
        return rss_mb(self.pid)


class _Running(NamedTuple):
    told: list[str]
    pid: int


@contextmanager
def running_hub(folder: Path, *, waiting: int) -> Iterator[RunningHub]:
    """Run a hub whose office has so many people waiting."""
    with _process("hub", folder, str(waiting)) as running:
        url, *codes = running.told
        yield RunningHub(url, tuple(codes), running.pid)


@contextmanager
def _process(which: str, folder: Path, *more: str) -> Iterator[_Running]:
    """A server in a process of its own, and what it tells first."""
    command = [sys.executable, "-m", "tests.bench.hub", which, str(folder), *more]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdin is not None
        yield _Running(running.stdout.readline().split(), running.pid)
        running.stdin.close()


def _bare_rows(file: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    rows.execute("PRAGMA journal_mode = WAL")
    rows.execute("PRAGMA synchronous = FULL")
    rows.execute(_TABLE)
    return rows


def _commit_row(rows: sqlite3.Connection) -> int:
    rows.execute("BEGIN IMMEDIATE")
    n = rows.execute("SELECT coalesce(max(n), 0) + 1 FROM reservation").fetchone()[0]
    rows.execute(_ROW, ("3171-06", f"request-{n}", n, f"ticket-{n}", n % 10, n))
    rows.execute("COMMIT")
    return int(n)


# --- the servers ------------------------------------------------------------------------------
def _serve_hub(folder: Path, waiting: int, told: Callable[[str], None]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from counter.server.hub import Hub
    from counter.server.serving import Serving
    from counter.store.store import Store
    from counter.store.work import Work

    with an_office(folder):
        pass
    writer = ThreadPoolExecutor(1)
    with closing(Office(lambda: Store.open(folder), writer=writer, clock=SystemClock())) as office:

        def fill(work: Work) -> None:
            people.record_person(
                work,
                people.Member("sari", "Sari", (people.Role.CLERK,)),
                pin_hash=people.hash_pin("1234"),
            )
            for _each in range(waiting):
                queue.issue_ticket(work, service="ktp_replacement")

        office.act_as("", fill)
        with (
            closing(Hub(office)) as hub,
            Serving(hub, host="127.0.0.1", port=0).on_a_thread() as url,
        ):
            hub.become_hub(url)
            told(" ".join([url, *(hub.new_code() for _each in range(STATIONS))]))
            sys.stdin.read()


def _serve_bare(folder: Path, told: Callable[[str], None]) -> None:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    folder.mkdir()
    rows, one = _bare_rows(folder / "rows.db"), threading.Lock()

    def commit() -> bytes:
        with one:
            n = _commit_row(rows)
        return wire.pack(wire.Promised(f"ticket-{n}", (1, "bare", n)))

    async def reserve(request: Request) -> Response:
        await request.body()
        return Response(await run_in_threadpool(commit), media_type=wire.CONTENT_TYPE)

    app = Starlette(routes=[Route("/v1/reservations", reserve, methods=["POST"])])
    config = uvicorn.Config(app, port=0, log_level="critical")
    server = uvicorn.Server(config)
    serving = threading.Thread(target=asyncio.run, args=(server.serve(),), daemon=True)
    serving.start()
    while not server.started:
        serving.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    told(f"http://127.0.0.1:{port}")
    sys.stdin.read()
    server.should_exit = True
    serving.join()
    rows.close()


if __name__ == "__main__":
    say = partial(print, flush=True)
    if sys.argv[1] == "hub":
        _serve_hub(Path(sys.argv[2]), int(sys.argv[3]), say)
    else:
        _serve_bare(Path(sys.argv[2]), say)
