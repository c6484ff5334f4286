"""One branch's day for real: stations and central as processes, one driver, one seed.

The driver draws the day, gives each station its next act in simulated-time order and awaits the
answer; central is killed at 10.00 and comes back at 13.00. Then everything is synced and judged.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from counter.clock import VirtualClock
from counter.demo import branch, checks, model
from counter.demo.branch import demo_plan, midnight_ms, posts
from counter.demo.checks import Check, DayEvidence, StationEvidence
from counter.demo.children import Child, ChildFailed, free_port
from counter.demo.evidence import log_of, replays_alike
from counter.demo.floor import GREETER, Floor
from counter.office.catalogue import read_catalogue
from counter.office.plan import CentralPlan, SetupPlan
from counter.office.setup import set_up
from counter.server.central import Central
from counter.server.folder import CentralFolder, open_database
from counter.text import _

DAY = date(2026, 11, 24)  # always the same one, so that two runs agree
SETUP_S, SYNC_S = 27_000, 600  # 07.30; then every ten minutes
RECEIPTS, SCREENSHOTS, RESULT, REPORT = "receipts", "screenshots", "day.json", "day.pdf"
EMPTY_S, BUSY_S, OFFLINE_S = 27_890, 35_520, 38_520  # 07.44.50, 09.52 and 10.42
MOMENTS, SUPERVISED = {"empty": EMPTY_S, "busy": BUSY_S, "offline": OFFLINE_S}, "busy"

Tell = Callable[[str], None]


class DayAsked(Struct, frozen=True):
    """Which day is to be run."""

    seed: int
    stations: int
    out: Path
    visitors: int | None = None  # None: as the model draws them
    pictures: bool = True


class DayDone(Struct, frozen=True):
    """What came of it."""

    result: dict[str, Any]  # as `day.json` has it
    checks: list[Check]

    @property
    def holds(self) -> bool:
        """Whether everything that must hold does."""
        return all(each.holds for each in self.checks)


def run_day(asked: DayAsked, *, tell: Tell) -> DayDone:
    """Run a day, write what came of it into its folder, and judge it.

    Args:
        tell: hears what happens, a line each.

    Raises:
        ChildFailed: a process of the day broke.
        OSError: the folder cannot be written to.
    """
    began_s = time.monotonic()
    for name, kind in ((RECEIPTS, "*.pdf"), (SCREENSHOTS, "*.png")):
        (asked.out / name).mkdir(parents=True, exist_ok=True)
        for stale in (asked.out / name).glob(kind):
            stale.unlink()
    with tempfile.TemporaryDirectory(prefix="loket-day-") as room, ExitStack() as ending:
        day = _Day(asked, Path(room), tell, ending)
        day.begin()
        day.live()
        evidence, sent = day.finish()
        day.report(asked.out / REPORT)
        day.close()
    done = DayDone(
        result=_result(asked, evidence, sent, elapsed_s=time.monotonic() - began_s),
        checks=checks.check_day(evidence),
    )
    (asked.out / RESULT).write_bytes(
        msgspec.json.format(msgspec.json.encode(done.result), indent=2) + b"\n"
    )
    return done


class _Day:
    """The processes of one day, and what the driver asks of them."""

    def __init__(self, asked: DayAsked, room: Path, tell: Tell, ending: ExitStack) -> None:
        self._asked = asked
        self._room = room
        self._receipts = asked.out / RECEIPTS
        self._tell = tell
        self._ending = ending
        self._start_ms = midnight_ms(DAY)
        self._counters = max(model.COUNTERS, asked.stations)
        self._url = ""
        self._central: Child | None = None
        self._stations: list[Child] = []
        self._now_s = SETUP_S
        self._painter: Child | None = None

    # --- beginning ----------------------------------------------------------------------------
    def begin(self) -> None:
        """Start central and the stations; enrol them, and let them learn of their office."""
        names = range(1, self._asked.stations + 1)
        self._stations = [
            Child(self._room / f"station-{name}.log", "demo-station") for name in names
        ]
        if self._asked.pictures:
            self._painter = Child(
                self._room / "painter.log", "demo-screenshots", QT_QPA_PLATFORM="offscreen"
            )
        self._ending.callback(self._end_processes)
        codes = self._codes()
        self._start_central(free_port())
        printer = f"folder:{self._receipts.absolute()}"
        for at, code in enumerate(codes):
            central = CentralPlan(self._url, code)
            plan = SetupPlan(central=central, counter=at + 1, printer=printer)
            if at == 0:
                plan = demo_plan(self._counters, counter=1, printer=printer, central=central)
            set_up(self._store(at), plan, VirtualClock(self._ms(SETUP_S)))
        for at, station in enumerate(self._stations):
            station.say(ask="open", now_ms=self._ms(SETUP_S), folder=str(self._store(at)))
        for station in self._stations:
            station.hear()
        self._sync()
        told = _("{stations} stations and central at {url} are ready").format(
            stations=len(self._stations), url=self._url
        )
        self._tell(told)

    def _store(self, at: int) -> Path:
        return self._room / f"store-{at + 1}"

    def _codes(self) -> list[str]:
        folder = CentralFolder(self._room / "central")
        clock = VirtualClock(self._ms(SETUP_S))
        central = Central(folder, open_database(folder, None), one_writer=True, clock=clock)
        codes = [central.new_code(branch.BRANCH) for _each in self._stations]
        central.close()
        return codes

    # --- the day ------------------------------------------------------------------------------
    def live(self) -> None:
        """Let the day pass, the outage in the middle of it."""
        catalogue = read_catalogue(branch.CATALOGUE)
        visits = model.draw_day(self._asked.seed, catalogue, DAY, visitors=self._asked.visitors)
        told = _("{visitors} visitors, {counters} counters").format(
            visitors=len(visits), counters=self._counters
        )
        self._tell(told)
        for at in range(len(self._stations)):
            self._act(at, SETUP_S + 60, GREETER, "open_day", date_=DAY.isoformat())
        desks = posts(self._counters, len(self._stations))
        floor = Floor(visits, desks, self._act)
        gone_s, back_s = model.OUTAGE_S
        floor.at(gone_s, self._kill_central)
        floor.at(back_s, self._bring_central_back)
        for at_s in range(SETUP_S + 120, model.CLOSES_S, SYNC_S):
            floor.at(at_s, partial(self._sync_at, at_s))
        for name, at_s in MOMENTS.items():
            floor.at(at_s, partial(self._picture, name, at_s))
        floor.run()
        floor.end_day()

    def _act(
        self, station: int, at_s: int, actor: str, act: str, /, **facts: Any
    ) -> dict[str, Any]:
        self._now_s = at_s
        return self._ask(station, "act", actor=actor, act=act, facts=facts)

    def _picture(self, name: str, at_s: int) -> None:
        """Draw the first station's windows as they are now, from a copy of its store.

        The day waits: the copy asks central, which must know no more than this moment does.
        """
        if self._painter is None:
            return
        self._now_s = at_s
        copy = self._room / f"copy-{name}"
        here = [post for post in posts(self._counters, len(self._stations)) if not post.station]
        counters = [post.number for post in here]
        copied = self._ask(0, "copy", to=str(copy), day=DAY.isoformat(), counters=counters)
        clerk = next(post.clerk for post in here if post.number == copied["counter"])
        windows = ("desk", "supervisor") if name == SUPERVISED else ("desk",)
        for window in windows:
            file = f"{window}-{name}.png" if window == "desk" else f"{window}.png"
            self._painter.say(
                window=window,
                folder=str(copy),
                now_ms=self._ms(at_s),
                file=str(self._asked.out / SCREENSHOTS / file),
                person=clerk,
                pin=branch.PIN,
            )
        try:
            for _window in windows:
                self._painter.hear()
        except ChildFailed as error:  # the day goes on without pictures
            self._tell(str(error))
            self._painter.end()
            self._painter = None

    def _sync_at(self, at_s: int) -> None:
        self._now_s = at_s
        self._sync()

    def _sync(self) -> list[dict[str, Any]]:
        """Everybody pushes, then everybody pulls, at one instant."""
        if self._central is not None:
            self._central.ask(now_ms=self._ms(self._now_s))
        self._everybody("push")
        return self._everybody("pull")

    # --- central ------------------------------------------------------------------------------
    def _start_central(self, port: int) -> None:
        self._central = Child(
            self._room / "central.log",
            "demo-central",
            f"--folder={self._room / 'central'}",
            f"--port={port}",
            f"--now-ms={self._ms(self._now_s)}",
        )
        self._url = self._central.hear()["url"]

    def _kill_central(self) -> None:
        assert self._central is not None
        self._central.kill()
        self._central = None
        self._tell(_("10.00: central is killed, the stations work on"))

    def _bring_central_back(self) -> None:
        self._now_s = model.OUTAGE_S[1]
        self._start_central(int(self._url.rpartition(":")[2]))
        self._tell(_("13.00: central is back"))

    # --- the end ------------------------------------------------------------------------------
    def finish(self) -> tuple[DayEvidence, int]:
        """Sync until nothing waits, then gather what everybody holds, and the bytes it took."""
        self._now_s = max(self._now_s, model.CLOSES_S) + 60
        self._sync()
        lines = self._sync()  # what came last to central goes to everybody
        gathered = self._everybody("evidence", day=DAY.isoformat())
        assert self._central is not None
        self._central.end()
        self._central = None
        folder = CentralFolder(self._room / "central")
        database = open_database(folder, None)
        with database.reading(branch.BRANCH, self._ms(self._now_s)) as reading:
            central_log = log_of(reading)
        evidence = DayEvidence(
            stations=msgspec.convert(gathered, list[StationEvidence]),
            central_log=central_log,
            central_replays_alike=replays_alike(database, branch.BRANCH),
            papers=[file.name for file in self._receipts.glob("*.pdf")],
        )
        database.close()
        return evidence, sum(line["bytes_sent"] for line in lines)

    def report(self, file: Path) -> None:
        """Let the first station, which holds everything by now, draw the day's report."""
        self._ask(0, "report", day=DAY.isoformat(), file=str(file))

    def close(self) -> None:
        """Let every station close its store."""
        self._everybody("close")

    def _end_processes(self) -> None:
        for child in (*self._stations, self._central, self._painter):
            if child is not None:
                child.end()

    # --- asking -------------------------------------------------------------------------------
    def _ask(self, station: int, what: str, **facts: Any) -> dict[str, Any]:
        return self._stations[station].ask(ask=what, now_ms=self._ms(self._now_s), **facts)

    def _everybody(self, what: str, **facts: Any) -> list[dict[str, Any]]:
        """Ask every station the same at one instant; they answer beside one another."""
        now_ms = self._ms(self._now_s)
        for station in self._stations:
            station.say(ask=what, now_ms=now_ms, **facts)
        return [station.hear() for station in self._stations]

    def _ms(self, at_s: int) -> int:
        return self._start_ms + at_s * 1000


def _result(
    asked: DayAsked, evidence: DayEvidence, sent: int, *, elapsed_s: float
) -> dict[str, Any]:
    tickets = [each for station in evidence.stations for each in station.tickets]
    receipts = [each for station in evidence.stations for each in station.receipts]
    ended = ("served", "no_show", "left", "cancelled")
    counts = {state: sum(each.state == state for each in tickets) for state in ended}
    gone_ms, back_ms = (midnight_ms(DAY) + at_s * 1000 for at_s in model.OUTAGE_S)
    compared = checks.delivery(evidence)
    return {
        "seed": asked.seed,
        "stations": asked.stations,
        "day": DAY.isoformat(),
        "tickets": {
            "issued": len(tickets),
            **counts,
            "open": len(tickets) - sum(counts.values()),  # when the day ended
        },
        "wait_s": _spread([each.wait_s for each in tickets if each.wait_s is not None]),
        "service_s": _spread([each.service_s for each in tickets if each.service_s is not None]),
        "receipts": {
            "issued": len(receipts),
            "distinct_numbers": len({each.number for each in receipts}),
            "gaps": checks.gaps(receipts),
        },
        "sync": {**msgspec.structs.asdict(compared), "bytes_sent": sent},
        "outage": {"tickets_during": sum(gone_ms <= each.issued_ms < back_ms for each in tickets)},
        "conflicts": sum(each.conflicts for each in tickets),
        "elapsed_s": round(elapsed_s, 3),
    }


def _spread(seconds: Sequence[int]) -> dict[str, int | None]:
    """The median and the ninth decile by nearest rank, as reports have them."""
    ordered = sorted(seconds)

    def at(percent: int) -> int | None:
        return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None

    return {"p50": at(50), "p90": at(90)}
