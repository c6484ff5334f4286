"""The desk works on whatever answers in place of central; nothing false is acknowledged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from random import Random

import pytest

from counter.clock import SystemClock, VirtualClock
from counter.office import queue
from counter.office.office import Office
from counter.store.store import Store
from counter.sync import wire
from counter.sync.client import PULL_S, Line, LineBroken
from counter.sync.engine import Engine
from counter.sync.status import LineState, LineStatus, LineTrouble
from tests.office.building import BRANCH, KIA, SARI
from tests.server.building import Station, a_central, a_hub, link_of, log_of, moved_to, point
from tests.sync.elsewhere import HTML, OURS, PORTAL, Answering, answering, saying

ALL_STORED = wire.pack(wire.Answer({"x": 10**9}, {}, 0, 0, [], {}))


@pytest.fixture
def joined(tmp_path: Path, clock: VirtualClock) -> Iterator[Station]:
    """A station that has joined a central and sent all, before its line goes bad."""
    station = Station.founding(tmp_path / "station", clock)
    with a_central(tmp_path / "central") as (central, _database, address):
        station.engine.join(address, central.new_code(BRANCH))
        station.sync()
    yield station
    station.close()


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (saying(200, PORTAL, HTML), LineTrouble.NOT_OURS),
        (saying(200, PORTAL, OURS), LineTrouble.NOT_OURS),
        (saying(200, ALL_STORED, HTML), LineTrouble.NOT_OURS),
        (saying(200, ALL_STORED[:-3], OURS), LineTrouble.NOT_OURS),
        (saying(200, b"", OURS), LineTrouble.NOT_OURS),
        (saying(302, b"", HTML, location="http://portal.invalid/"), LineTrouble.NOT_OURS),
        (saying(401, PORTAL, HTML), LineTrouble.NOT_OURS),
        (saying(403, PORTAL, HTML), LineTrouble.NOT_OURS),
        (saying(404, PORTAL, HTML), LineTrouble.NOT_OURS),
        (saying(511, PORTAL, HTML), LineTrouble.NOT_OURS),
        (saying(500, b"oops", "text/plain"), LineTrouble.FAILING),
        (saying(502, PORTAL, HTML), LineTrouble.FAILING),
        (saying(200, bytes(wire.MOST_COMPRESSED + 1), OURS), LineTrouble.NOT_OURS),
        (lambda handler: handler.wfile.write(b"\0garbage\r\n\r\n"), LineTrouble.UNREACHABLE),
        (lambda handler: handler.connection.close(), LineTrouble.UNREACHABLE),
    ],
)
def test_what_is_no_answer_of_central_acknowledges_nothing(
    joined: Station, tmp_path: Path, chance: Random, answer: Answering, trouble: LineTrouble
) -> None:
    joined.work(2, chance)
    joined.engine.refresh()
    waiting = joined.engine.status.waiting
    before = _acknowledged(joined)

    with answering(answer) as elsewhere:
        moved_to(joined, elsewhere)
        assert not joined.engine.push_once()
        assert not joined.engine.pull_once()

    status = joined.engine.status
    assert (status.state, status.trouble) == (LineState.CUT, trouble)
    assert (status.waiting, _acknowledged(joined)) == (waiting, before)
    with a_central(tmp_path / "central") as (_central, database, address):
        moved_to(joined, address)
        joined.sync()
        assert log_of(database) == log_of(joined.store)


def test_an_answer_that_comes_too_late_counts_for_nothing_and_the_next_batch_is_smaller(
    joined: Station, chance: Random
) -> None:
    joined.work(10, chance)
    sizes = []
    enough = threading.Event()

    class Counting(Line):
        def push(self, batch: wire.Batch) -> wire.Answer:
            sizes.append(len(batch.items))
            return super().push(batch)

    with answering(lambda _handler: enough.wait()) as elsewhere:
        moved_to(joined, elsewhere)
        joined.engine.stop()
        joined.engine = Engine(joined.office, connect=partial(Counting.to, patience_s=0.05))
        for _time in range(3):
            joined.engine.push_once()
        enough.set()

    assert sizes[1] == sizes[0] // 2
    assert sizes[2] == sizes[1] // 2
    assert joined.engine.status.trouble is LineTrouble.LATE
    assert joined.engine.status.waiting == sizes[0]


@pytest.mark.parametrize("way", ["push", "pull"])
def test_what_the_central_before_says_while_a_station_moves_is_not_the_new_ones(
    tmp_path: Path, clock: VirtualClock, chance: Random, way: str
) -> None:
    station = Station.founding(tmp_path / "station", clock)
    with (
        a_central(tmp_path / "first") as (first, _database, before),
        a_central(tmp_path / "second") as (second, database, after),
    ):
        moves: list[Callable[[], object]] = []

        class Moving(Line):
            def push(self, batch: wire.Batch) -> wire.Answer:
                answer = super().push(batch)
                for move in moves[:]:
                    moves.remove(move)
                    move()
                return answer

            def pull(
                self, after: Mapping[str, int], *, epoch: int | None = None, wait_s: int = 0
            ) -> wire.Pulled:
                for move in moves[:]:
                    moves.remove(move)
                    move()
                    raise LineBroken(LineTrouble.UNREACHABLE)  # as of a line that was let go
                return super().pull(after, epoch=epoch, wait_s=wait_s)

        station.engine.stop()
        station.engine = Engine(station.office, connect=Moving.to)
        moves[:] = [partial(station.engine.join, after, second.new_code(BRANCH))]
        station.engine.join(before, first.new_code(BRANCH))
        station.work(3, chance)

        again = station.engine.push_once() if way == "push" else station.engine.pull_once()

        assert again
        assert station.engine.pause_s == 0
        assert link_of(station).url == after
        station.sync()
        assert log_of(database) == log_of(station.store)
        station.close()


def test_a_batch_too_large_for_what_is_in_between_is_halved_until_it_fits(
    joined: Station, chance: Random
) -> None:
    joined.work(10, chance)
    sizes = []

    def narrow(handler: BaseHTTPRequestHandler) -> None:
        sizes.append(int(handler.headers["content-length"]))
        saying(413, PORTAL, HTML)(handler)

    with answering(narrow) as elsewhere:
        moved_to(joined, elsewhere)
        for _time in range(8):
            joined.engine.push_once()

    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0] / 4


def test_the_pause_between_tries_grows_and_is_never_the_same_for_two_stations(
    joined: Station,
) -> None:
    pauses = []
    for luck in (0.0, 0.5, 1.0):
        engine = Engine(joined.office, chance=lambda luck=luck: luck)
        pauses.append([])
        for _time in range(10):
            engine.pull_once()
            pauses[-1].append(engine.pause_s)
        engine.stop()

    assert pauses[1][:4] == [1, 2, 4, 8]
    assert pauses[1][-1] == 60
    assert pauses[0][5] < pauses[1][5] < pauses[2][5]


def test_a_hub_is_asked_again_within_half_a_second_and_a_refusal_is_not_hurried(
    tmp_path: Path, clock: VirtualClock, chance: Random
) -> None:
    with a_hub(tmp_path / "hub", clock) as (hub, address):
        station = Station.founding(tmp_path / "station", clock)
        station.engine.join(address, hub.new_code())
        station.work(1, chance)
        station.sync()
        assert hub.revoke(station.store.node.id)
        station.engine.pull_once()
        assert station.engine.pause_s == 1.0
        clock.advance(1)
        station.engine.pull_once()
        assert station.engine.pause_s == 2.0

    pauses = []
    for luck in (0.0, 1.0):
        engine = Engine(station.office, chance=lambda luck=luck: luck)
        for _time in range(10):
            engine.pull_once()
            pauses.append(engine.pause_s)
        engine.stop()

    assert pauses == [0.125] * 10 + [0.375] * 10
    station.close()


# --- with its threads -----------------------------------------------------------------------------
class Watch:
    """Waits until the status is as wanted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._changed = threading.Condition()
        engine.subscribe(self._note)

    def _note(self, _status: LineStatus) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, wanted: Callable[[LineStatus], bool]) -> LineStatus:
        """Give the first status that is as wanted."""
        with self._changed:
            assert self._changed.wait_for(lambda: wanted(self._engine.status), timeout=20)
            return self._engine.status


@pytest.fixture
def threaded(joined: Station, tmp_path: Path) -> Iterator[tuple[Office, Engine, Watch]]:
    """The same station as the product runs it: a writer's thread, the engine's own two."""
    joined.close()
    office = Office(
        lambda: Store.open(tmp_path / "station"),
        writer=ThreadPoolExecutor(1),
        clock=SystemClock(),
    )
    office.open()
    office.session = SARI
    engine = Engine(office, chance=lambda: 0.0)
    watch = Watch(engine)
    yield office, engine, watch
    engine.stop()
    office.close()


def test_a_desk_beside_a_central_that_never_answers_works_on(
    threaded: tuple[Office, Engine, Watch],
) -> None:
    office, engine, watch = threaded
    enough = threading.Event()

    with answering(lambda _handler: enough.wait()) as elsewhere:
        point(office, elsewhere)
        engine.start()
        for _each in range(5):
            office.act(queue.issue_ticket, service=KIA)
        status = watch.until(lambda status: status.waiting >= 5)
        engine.stop()
        enough.set()

    assert status.state is LineState.CONNECTING


def test_the_line_comes_back_by_itself_when_central_does(
    threaded: tuple[Office, Engine, Watch], tmp_path: Path
) -> None:
    office, engine, watch = threaded
    with a_central(tmp_path / "central") as (_central, database, address):
        point(office, address)
        engine.start()
        office.act(queue.issue_ticket, service=KIA)
        watch.until(lambda status: status.state is LineState.CONNECTED and not status.waiting)
        port = int(address.rpartition(":")[2])
    office.act(queue.issue_ticket, service=KIA)
    cut = watch.until(lambda status: status.state is LineState.CUT and status.waiting > 0)

    with a_central(tmp_path / "central", port=port) as (_central, database, _address):
        back = watch.until(
            lambda status: status.state is LineState.CONNECTED and not status.waiting
        )
        assert log_of(database) == log_of(office.maintain(lambda store: store))

    assert back.since_ms >= cut.since_ms


class Recovering(Line):
    """Fails its first pull; notes how long each may wait above."""

    waits: list[int]

    def pull(
        self, after: Mapping[str, int], *, epoch: int | None = None, wait_s: int = 0
    ) -> wire.Pulled:
        """As `Line.pull`."""
        self.waits.append(wait_s)
        if len(self.waits) == 1:
            raise LineBroken(LineTrouble.UNREACHABLE)
        return super().pull(after, epoch=epoch, wait_s=wait_s)


def test_a_node_started_while_the_line_is_cut_says_since_when_it_heard_nothing(
    joined: Station, clock: VirtualClock
) -> None:
    heard_ms = clock.now_ms()
    clock.advance(3600)

    moved_to(joined, "http://127.0.0.1:1")
    joined.engine.pull_once()

    status = joined.engine.status
    assert (status.state, status.since_ms) == (LineState.CUT, heard_ms)


def test_after_a_failure_nothing_is_waited_for_until_central_has_answered(
    tmp_path: Path,
) -> None:
    Recovering.waits = []
    station = Station.founding(tmp_path / "station", VirtualClock(SystemClock().now_ms()))
    with a_central(tmp_path / "central") as (central, _database, address):
        station.engine.join(address, central.new_code(BRANCH))
        station.sync()
        station.engine.stop()
        engine = Engine(station.office, connect=Recovering.to, chance=lambda: 0.0)
        assert not engine._pull_turn()  # noqa: SLF001 - a thread's turn, one at a time
        station.clock.advance(60)
        assert not engine._pull_turn()  # noqa: SLF001
        engine.stop()
    station.office.close()

    assert Recovering.waits == [PULL_S, 0]
    assert engine.status.state is LineState.CONNECTED


def test_what_one_desk_does_another_sees_without_asking_again(
    threaded: tuple[Office, Engine, Watch], tmp_path: Path, clock: VirtualClock, chance: Random
) -> None:
    office, engine, watch = threaded
    pulled = threading.Event()
    office.subscribe(lambda touched: pulled.set() if "pulled" in touched else None)
    with a_central(tmp_path / "central") as (central, _database, address):
        point(office, address)
        engine.start()
        watch.until(lambda status: status.state is LineState.CONNECTED and not status.waiting)
        second = Station.joining(tmp_path / "second", clock)
        second.engine.join(address, central.new_code(BRANCH))
        second.sync()
        second.work(1, chance)

        while second.engine.push_once():
            pass

        assert pulled.wait(timeout=20)
        second.close()


def test_stopping_does_not_wait_for_a_long_poll(
    threaded: tuple[Office, Engine, Watch], tmp_path: Path
) -> None:
    office, engine, watch = threaded
    clock = SystemClock()
    with a_central(tmp_path / "central") as (_central, _database, address):
        point(office, address)
        engine.start()
        watch.until(lambda status: status.state is LineState.CONNECTED and not status.waiting)
        began_s = clock.monotonic_s()
        engine.stop()
        assert clock.monotonic_s() - began_s < 2


@pytest.mark.parametrize("wished", ["as it is sent", "as the answer is on its way"])
def test_a_pull_in_vain_makes_the_next_batch_ask_for_all_whatever_a_push_was_about(
    threaded: tuple[Office, Engine, Watch], tmp_path: Path, wished: str
) -> None:
    office, _engine, _watch = threaded
    batches: list[wire.Batch] = []
    begun, pulled = threading.Event(), threading.Event()

    class Meeting(Line):
        """Holds the first batch until the other thread has pulled, as if nothing were held."""

        def push(self, batch: wire.Batch) -> wire.Answer:
            batches.append(batch)
            if wished == "as it is sent":
                self._meet()
            answer = super().push(batch)
            self._meet()
            return answer

        def pull(self, after: Mapping[str, int], **others: int) -> wire.Pulled:
            return super().pull({}, **others)

        def _meet(self) -> None:
            begun.set()
            assert pulled.wait(timeout=20)

    with a_central(tmp_path / "central") as (_central, _database, address):
        point(office, address)
        engine = Engine(office, connect=Meeting.to)
        office.act(queue.issue_ticket, service=KIA)
        with ThreadPoolExecutor(1) as pushing:
            pushed = pushing.submit(engine.push_once)
            assert begun.wait(timeout=20)
            for _time in range(2):
                engine.pull_once()
            pulled.set()
            goes_on = pushed.result()
        engine.push_once()
        engine.stop()

    assert goes_on
    assert len(batches[0].asks) < len(batches[1].asks)
    held = office.maintain(log_of)
    assert set(batches[1].asks) == {event[0] for event in held}


def _acknowledged(station: Station) -> dict[str, int]:
    with station.store.reading(BRANCH, 0) as reading:
        return reading.local.peer_heads(link_of(station).peer)


def test_what_waits_is_told_with_the_moment_it_began_to_wait(
    joined: Station, clock: VirtualClock, chance: Random
) -> None:
    joined.office.act(queue.issue_ticket, service=KIA)
    first_ms = clock.now_ms()
    joined.work(1, chance)

    joined.engine.refresh()

    status = joined.engine.status
    assert status.waiting > 1
    assert status.waiting_since_ms == first_ms < clock.now_ms()
