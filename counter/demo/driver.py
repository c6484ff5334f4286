"""The driver of a simulated day: its processes, and what it asks of them in the day's own time.

One act after another, each node told the instant first, so that one seed gives one day. Central is
killed at 10.00 and comes back at 13.00; in between the hub is killed too, another PC is promoted,
and the old hub comes back to find that it leads no more.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from counter.clock import VirtualClock
from counter.demo import branch, model
from counter.demo.branch import demo_plan, midnight_ms, posts
from counter.demo.central_child import CentralChild
from counter.demo.checks import DayEvidence, Judged, NodeEvidence, Told
from counter.demo.children import Child, free_port
from counter.demo.evidence import log_of, replays_alike
from counter.demo.floor import GREETER, Floor
from counter.demo.photographer import MOMENTS, Photographer
from counter.office.board_node import join_board
from counter.office.catalogue import read_catalogue
from counter.office.kiosk_node import join_kiosk
from counter.office.plan import CentralPlan, SetupPlan
from counter.office.setup import set_up
from counter.text import _

DAY = date(2026, 11, 24)  # always the same one, so that two runs agree
SETUP_S, SYNC_S = 27_000, 600  # 07.30; then every ten minutes
JOINS_S = 60  # from one PC to the next, for whoever types the new hub's codes
# what a PC may refuse that has not heard of everything
_MAY_FAIL = {"call_next", "call_ticket", "recall", "no_show", "start", "undo", "leave", "cancel"}
_CALLS = {"call_next", "call_ticket", "recall"}

Tell = Callable[[str], None]


class Places(Struct, frozen=True):
    """Where a day's papers and pictures go."""

    receipts: Path
    tickets: Path
    screenshots: Path


class _Hub(Struct):
    """A hub and its process."""

    child: Child
    folder: str
    port: int
    url: str = ""
    is_on: bool = True


class Driver:
    """One day, from the first process to the evidence.

    Args:
        visitors: how many come; None: as the model draws them.
        pictures: whether the windows are drawn.
        room: an empty folder.
        tell: hears what happens, a line each.
        ending: ends the processes.
    """

    def __init__(
        self,
        seed: int,
        stations: int,
        places: Places,
        room: Path,
        *,
        visitors: int | None,
        pictures: bool,
        tell: Tell,
        ending: ExitStack,
    ) -> None:
        self._seed = seed
        self._starts = (f"{seed} {start}" for start in count(1))  # of stores: a seed for each
        self._places = places
        self._room = room
        self._visitors = visitors
        self._tell = tell
        self._start_ms = midnight_ms(DAY)
        self._now_s = SETUP_S
        self._posts = posts(max(model.COUNTERS, stations), stations)
        self._children: list[Child] = []
        ending.callback(self._end_processes)
        self._stations = [self._child(f"station-{at + 1}", "station") for at in range(stations)]
        self._kiosk = self._child("kiosk", "kiosk")
        self._board = self._child("board", "board")
        self._hubs: list[_Hub] = []
        self._central = CentralChild(room)
        self._codes: list[str] = []  # of central
        self._photographer: Photographer | None = None
        if pictures:
            painter = Child(room / "painter.log", "demo-screenshots", QT_QPA_PLATFORM="offscreen")
            self._children.append(painter)
            self._photographer = Photographer(
                painter, room, places.screenshots, copy=self._copy, tell=tell
            )
        self._floor: Floor
        self._told: list[Told] = []
        self._board_back_s = model.HUB_OUTAGE_S[0]
        self.outages = self.promotions = 0

    # --- beginning ----------------------------------------------------------------------------
    def begin(self) -> None:
        """Start everything; found the office, let its nodes join, let them learn of it."""
        clock = VirtualClock(self._ms(SETUP_S))
        self._codes = self._central.new_codes(3, clock)  # for the first station and both hubs
        self._central.start(self._ms(self._now_s))
        printer = f"folder:{self._places.receipts.absolute()}"
        set_up(
            self._store(0),
            demo_plan(
                len(self._posts),
                counter=1,
                printer=printer,
                central=CentralPlan(self._central.url, self._codes.pop()),
            ),
            clock,
        )
        self._open_station(0)
        self._push(self._stations[0])
        hub = self._start_hub(0, promoted=False)
        self._join(self._stations[0], hub)
        self._ask(hub.child, "join", url=self._central.url, code=self._codes.pop())
        for at in range(1, len(self._stations)):
            central = CentralPlan(hub.url, self._code(hub))
            set_up(
                self._store(at), SetupPlan(central=central, counter=at + 1, printer=printer), clock
            )
            self._open_station(at)
        slips = f"folder:{self._places.tickets.absolute()}"
        join_kiosk(
            self._room / "kiosk",
            hub.url,
            self._code(hub),
            clock,
            exit_code=branch.PIN,
            printer=slips,
            paper="80mm",
        )
        join_board(self._room / "board", hub.url, self._code(hub), clock)
        for child, name in ((self._kiosk, "kiosk"), (self._board, "board")):
            self._open(child, self._room / name)
        self._sync()
        told = _("{stations} stations, hub, kiosk, board and central are ready at {url}").format(
            stations=len(self._stations), url=self._central.url
        )
        self._tell(told)

    # --- the day ------------------------------------------------------------------------------
    def live(self) -> None:
        """Let the day pass, both outages in the middle of it."""
        catalogue = read_catalogue(branch.CATALOGUE)
        visits = model.draw_day(self._seed, catalogue, DAY, visitors=self._visitors)
        told = _("{visitors} visitors, {counters} counters").format(
            visitors=len(visits), counters=len(self._posts)
        )
        self._tell(told)
        self._do(0, SETUP_S + 60, GREETER, "open_day", date_=DAY.isoformat())
        self._sync()
        self._floor = floor = Floor(visits, self._posts, self._do, shared=True)
        gone_s, back_s = model.OUTAGE_S
        floor.at(gone_s, self._kill_central)
        floor.at(back_s, self._bring_central_back)
        gone_s, back_s = model.HUB_OUTAGE_S
        floor.at(gone_s, self._kill_hub)
        floor.at(back_s, self._bring_hub_back)
        if len(self._stations) > 1:  # no other PC could be promoted
            floor.at(model.PROMOTED_S, self._promote)
            floor.at(model.OUTAGE_S[1] + 120, self._join_new_hub_to_central)
        for at_s in range(SETUP_S + 120, model.CLOSES_S, SYNC_S):
            floor.at(at_s, partial(self._sync_at, at_s))
        for at_s in MOMENTS if self._photographer is not None else ():
            floor.at(at_s, partial(self._photograph, at_s))
        floor.run()
        floor.end_day()

    def _do(self, station: int, at_s: int, actor: str, act: str, /, **facts: Any) -> dict[str, Any]:
        self._tick(at_s)
        if act == "issue":
            return self._give(**facts)
        may_fail = act in _MAY_FAIL
        child = self._stations[station]
        done = self._ask(child, "act", actor=actor, act=act, facts=facts, may_fail=may_fail)
        if act in _CALLS:
            self._ask(self._board, "pull")
        return done

    def _give(self, **facts: Any) -> dict[str, Any]:
        given = self._ask(self._kiosk, "give", **facts)
        if (told_s := given.pop("told_s")) is not None:
            self._told.append(Told(given["id"], *told_s))
        return given

    def _photograph(self, at_s: int) -> None:
        assert self._photographer is not None
        self._sync_at(at_s)
        self._photographer.take(at_s, self._ms(at_s))

    def _copy(self, node: str, to: Path) -> dict[str, Any]:
        """Copy a node's store; what its windows must be told beside it."""
        if node == "kiosk":
            return self._ask(self._kiosk, "copy", to=str(to))
        if node == "board":
            return self._ask(self._board, "copy", to=str(to))
        copied = self._ask(self._stations[0], "copy", to=str(to), day=DAY.isoformat())
        clerk = next(post.clerk for post in self._posts if post.number == copied["counter"])
        return {"person": clerk}

    # --- the end ------------------------------------------------------------------------------
    def finish(self) -> tuple[DayEvidence, int]:
        """Sync until everybody holds everything; the evidence, and how many bytes were sent."""
        for _round in range(3):  # the branch to its hub, the hubs to central, and back again
            self._now_s += 60
            lines = self._sync()
        gathered = [
            *self._everybody(self._nodes, "evidence"),
            *self._everybody([hub.child for hub in self._hubs], "evidence"),
        ]
        judged = self._ask(self._stations[0], "judged", day=DAY.isoformat())
        self._central.end()
        database = self._central.opened()
        with database.reading(branch.BRANCH, self._ms(self._now_s)) as reading:
            central_log = log_of(reading)
        evidence = DayEvidence(
            nodes=msgspec.convert(gathered, list[NodeEvidence]),
            told=self._told,
            cut_ms=(self._ms(model.HUB_OUTAGE_S[0]), self._ms(self._board_back_s)),
            central_log=central_log,
            central_replays_alike=replays_alike(database, branch.BRANCH),
            papers=[file.name for file in self._places.receipts.glob("*.pdf")],
            **msgspec.structs.asdict(msgspec.convert(judged, Judged)),
        )
        database.close()
        return evidence, sum(line["bytes_sent"] for line in lines)

    def report(self, file: Path) -> None:
        """Let the first station, which holds everything by now, draw the day's report."""
        self._ask(self._stations[0], "report", day=DAY.isoformat(), file=str(file))

    def close(self) -> None:
        """Let every node close its store."""
        self._everybody(self._nodes, "close")
        self._everybody([hub.child for hub in self._hubs], "close")

    # --- the hub ------------------------------------------------------------------------------
    def _start_hub(self, station: int, *, promoted: bool) -> _Hub:
        """Make a station's PC the hub."""
        child = self._child(f"hub-{station + 1}", "hub")
        folder = self._ask(self._stations[station], "found_hub")["folder"]
        hub = _Hub(child, folder, free_port())
        self._hubs.append(hub)
        self._serve(hub, promoted=promoted)
        return hub

    def _serve(self, hub: _Hub, *, promoted: bool) -> None:
        served = self._ask(
            hub.child,
            "serve",
            folder=hub.folder,
            seed=next(self._starts),
            port=hub.port,
            promoted=promoted,
        )
        hub.url = served["url"]

    def _kill_hub(self) -> None:
        self._sync_at(model.HUB_OUTAGE_S[0])
        self._hubs[0].child.kill()
        self._hubs[0].is_on = False
        self.outages += 1
        self._tell(_("11.00: the hub is killed, every counter decides alone"))

    def _promote(self) -> None:
        """Make another PC the hub; somebody goes from node to node with its codes."""
        self._tick(model.PROMOTED_S)
        hub = self._start_hub(1, promoted=True)
        self.promotions += 1
        self._tell(_("11.12: another PC is made the hub, and one after another joins it"))
        first, *others = self._stations
        second, *others = others
        order = [second, first, *others, self._kiosk, self._board]
        for at, child in enumerate(order):
            at_s = model.PROMOTED_S + JOINS_S * at
            self._floor.at(at_s, partial(self._join_at, child, hub, at_s))
        self._board_back_s = model.PROMOTED_S + JOINS_S * (len(order) - 1)

    def _join_at(self, child: Child, hub: _Hub, at_s: int) -> None:
        self._tick(at_s)
        self._join(child, hub)
        self._sync()
        self._floor.look_again()

    def _join(self, child: Child, hub: _Hub) -> None:
        self._ask(child, "join", url=hub.url, code=self._code(hub))

    def _code(self, hub: _Hub) -> str:
        return str(self._ask(hub.child, "code")["code"])

    def _bring_hub_back(self) -> None:
        """Start the old hub again, on its own store; nobody has told it of the other."""
        self._now_s = model.HUB_OUTAGE_S[1]
        old = self._hubs[0]
        old.child = self._child("hub-1-again", "hub")
        old.is_on = True
        self._serve(old, promoted=False)
        self._tell(_("11.40: the old hub is back"))
        if not self.promotions:
            self._board_back_s = self._now_s + 2 * JOINS_S  # past every pause before a new try
            self._floor.at(self._board_back_s, self._hear_again)

    def _hear_again(self) -> None:
        self._sync_at(self._board_back_s)
        self._floor.look_again()

    def _join_new_hub_to_central(self) -> None:
        self._now_s = model.OUTAGE_S[1] + 120
        self._ask(self._hubs[1].child, "join", url=self._central.url, code=self._codes.pop())
        self._sync()

    # --- central ------------------------------------------------------------------------------
    def _kill_central(self) -> None:
        self._central.kill()
        self._tell(_("10.00: central is killed, the branch works on"))

    def _bring_central_back(self) -> None:
        self._now_s = model.OUTAGE_S[1]
        self._central.start(self._ms(self._now_s))
        self._tell(_("13.00: central is back"))

    # --- asking -------------------------------------------------------------------------------
    @property
    def _nodes(self) -> list[Child]:
        """Those below the hub."""
        return [*self._stations, self._kiosk, self._board]

    def _tick(self, at_s: int) -> None:
        """Let time pass; whoever is asked by others must know the time before they ask."""
        if at_s == self._now_s:
            return
        self._now_s = at_s
        for hub in self._hubs:
            if hub.is_on:
                self._ask(hub.child, "tick")

    def _sync_at(self, at_s: int) -> None:
        self._tick(at_s)
        self._sync()

    def _sync(self) -> list[dict[str, Any]]:
        """Everybody pushes, the hubs relay, everybody pulls, at one instant."""
        self._central.tell_time(self._ms(self._now_s))
        lines = self._everybody(self._nodes, "push")
        for hub in self._hubs:
            if hub.is_on:
                self._ask(hub.child, "push")
                lines.append(self._ask(hub.child, "pull"))
        self._everybody(self._nodes, "pull")
        return lines

    def _push(self, child: Child) -> None:
        self._ask(child, "push")

    def _ask(self, child: Child, what: str, /, **facts: Any) -> dict[str, Any]:
        return child.ask(ask=what, now_ms=self._ms(self._now_s), **facts)

    def _everybody(self, children: list[Child], what: str, **facts: Any) -> list[dict[str, Any]]:
        """Ask several the same at one instant; they answer beside one another."""
        now_ms = self._ms(self._now_s)
        for child in children:
            child.say(ask=what, now_ms=now_ms, **facts)
        return [child.hear() for child in children]

    # --- processes and places -----------------------------------------------------------------
    def _child(self, name: str, kind: str) -> Child:
        child = Child(self._room / f"{name}.log", "demo-node", kind)
        self._children.append(child)
        return child

    def _end_processes(self) -> None:
        for child in self._children:
            child.end()
        self._central.end()

    def _open_station(self, at: int) -> None:
        counters = [post.number for post in self._posts if post.station == at]
        self._open(self._stations[at], self._store(at))
        self._ask(self._stations[at], "stand_at", counters=counters)

    def _open(self, child: Child, folder: Path) -> None:
        self._ask(child, "open", folder=str(folder), seed=next(self._starts))

    def _store(self, at: int) -> Path:
        return self._room / f"store-{at + 1}"

    def _ms(self, at_s: int) -> int:
        return self._start_ms + at_s * 1000
