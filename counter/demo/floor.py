"""The simulated floor: what visitors and clerks do next, in the order of simulated time.

It knows people's plans (`model`) and the clock; who is called, and every number, comes from the
product through `do`. Acts are done one after another, each with its instant and its person, so
that one seed gives one day. A visitor has one body: a counter that calls somebody who stands at
another one, because the two could not hear of each other, waits in vain.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from msgspec import Struct

from counter.demo.model import (
    BREAK_S,
    BREAKS_AT_S,
    CLOSES_S,
    GIVE_UP_S,
    OPENS_S,
    RECALL_S,
    REST_S,
    Forgot,
    Visit,
)

HELD_FOR = ("mengambil foto", "fotokopi KK", "mengambil berkas di rumah")
FETCH_AFTER, FILE_AFTER = 0.4, 0.8  # of a service
SENT_ON_AFTER_S, TAKEN_BACK_AFTER_S = 90, 5
GREETER = "wati"  # at the door: gives numbers, and notes who goes away


class Do(Protocol):
    """Does one act at a station."""

    def __call__(
        self, station: int, at_s: int, actor: str, act: str, /, **facts: Any
    ) -> dict[str, Any]:
        """Do it at a second after midnight, in somebody's name.

        Returns:
            What came of it; `failed` with an error's code where the product would not, because
            the PC had not heard of something.
        """


class Post(Struct, frozen=True):
    """A counter, and who works there."""

    number: int
    clerk: str
    station: int


class _Visitor:
    """Where one visitor is, as far as the floor must know."""

    def __init__(self, visit: Visit, station: int, ticket: str) -> None:
        self.visit = visit
        self.station = station
        self.ticket = ticket
        self.returned = False
        self.sent_on = False
        self.taken_back = False


class _Desk:
    """One counter's clerk."""

    def __init__(self, post: Post, break_at_s: int) -> None:
        self.post = post
        self.free = True
        self.since_s = 0
        self.break_at_s: int | None = break_at_s
        self.back: deque[_Visitor] = deque()  # held here, and here again
        self.awaits: _Visitor | None = None  # who was called and is elsewhere


class Floor:
    """One branch's day. `run` it to its end, or to an instant and on from there.

    Args:
        visits: everybody who comes, in order.
        posts: the counters.
        do: does an act.
        shared: any counter calls anybody, as with a hub; otherwise each from its station's own
            lane, and people stand before one station.
    """

    def __init__(
        self, visits: Sequence[Visit], posts: Sequence[Post], do: Do, *, shared: bool = False
    ) -> None:
        self._do = do
        self._now_s = 0
        self._order = 0
        self._agenda: list[tuple[int, int, Callable[[], None]]] = []
        self._desks = [_Desk(post, BREAKS_AT_S[at % 2]) for at, post in enumerate(posts)]
        self._stations = sorted({post.station for post in posts})
        self._visitors: dict[str, _Visitor] = {}
        # where people wait, by station
        hall: dict[str, _Visitor] = {}
        returned: deque[_Visitor] = deque()
        self._waiting = {each: hall if shared else {} for each in self._stations}
        self._came_back = {each: returned if shared else deque() for each in self._stations}
        self._shared = shared
        self._closed = False
        for visit in visits:
            self.at(visit.at_s, partial(self._arrive, visit))
        for desk in self._desks:
            self.at(OPENS_S + desk.post.number, partial(self._look, desk))
        self.at(CLOSES_S, self._close)

    def at(self, at_s: int, step: Callable[[], None]) -> None:
        """Put something on the agenda; of two at one instant the earlier put comes first."""
        self._order += 1
        heapq.heappush(self._agenda, (at_s, self._order, step))

    def run(self, until_s: int = 86_400) -> None:
        """Let simulated time pass up to an instant, or until nothing more happens."""
        while self._agenda and self._agenda[0][0] <= until_s:
            self._now_s, _order, step = heapq.heappop(self._agenda)
            step()

    def look_again(self) -> None:
        """Let every idle clerk look at the queue: something was heard from elsewhere."""
        for station in self._stations:
            self._somebody_waits(station)

    # --- at the door --------------------------------------------------------------------------
    def _arrive(self, visit: Visit) -> None:
        station = self._stations[0] if self._shared else min(self._stations, key=self._crowd)
        answer = self._do(
            station,
            self._now_s,
            GREETER,
            "issue",
            service=visit.service,
            priority=visit.priority,
        )
        visitor = _Visitor(visit, station, answer["id"])
        self._visitors[visitor.ticket] = visitor
        self._waiting[station][visitor.ticket] = visitor
        if visit.mistaken_s is not None:
            self._in(visit.mistaken_s, partial(self._give_up, visitor, "cancel"))
        if visit.patience_s is not None:
            self._in(visit.patience_s, partial(self._give_up, visitor, "leave"))
        self._somebody_waits(station)

    def _crowd(self, station: int) -> float:
        """How full a station is, as somebody at the door sees it."""
        here = [desk for desk in self._desks if desk.post.station == station]
        busy = sum(not desk.free for desk in here)
        return (len(self._waiting[station]) + busy) / len(here)

    def _give_up(self, visitor: _Visitor, act: str) -> None:
        if self._waiting[visitor.station].pop(visitor.ticket, None) is None:
            return
        reason = {"reason": "salah ambil nomor"} if act == "cancel" else {}
        # what is not noted, because that PC has not heard of the number, is called in vain later
        self._do(visitor.station, self._now_s, GREETER, act, ticket=visitor.ticket, **reason)

    def _return(self, visitor: _Visitor) -> None:
        if self._closed:
            return
        visitor.returned = True
        self._came_back[visitor.station].append(visitor)
        self._somebody_waits(visitor.station)

    def _somebody_waits(self, station: int) -> None:
        if self._now_s < OPENS_S:
            return
        idle = [
            desk
            for desk in self._desks
            if desk.free and (self._shared or desk.post.station == station)
        ]
        for desk in sorted(idle, key=lambda each: each.since_s):
            if self._waiting[station] or self._came_back[station]:
                self._look(desk)

    # --- at a counter -------------------------------------------------------------------------
    def _look(self, desk: _Desk) -> None:
        """A clerk without anybody looks for the next one."""
        if not desk.free:
            return
        if desk.back:
            self._resume(desk, desk.back.popleft())
        elif self._closed:
            return
        elif desk.break_at_s is not None and self._now_s >= desk.break_at_s:
            desk.break_at_s = None
            desk.free = False
            self._in(BREAK_S, partial(self._free, desk))
        elif not self._call_returned(desk) and self._waiting[desk.post.station]:
            self._call_next(desk)

    def _call_returned(self, desk: _Desk) -> bool:
        """Call somebody who was marked absent and is here after all; whether that was done."""
        returned = self._came_back[desk.post.station]
        if not returned:
            return False
        visitor = returned.popleft()
        if "failed" in self._act(desk, "call_ticket", visitor):
            returned.appendleft(visitor)
            return False
        self._called(desk, visitor)
        return True

    def _call_next(self, desk: _Desk) -> None:
        answer = self._act(desk, "call_next")
        if "failed" in answer:  # its PC has not heard of whoever waits here
            return
        visitor = self._visitors[answer["id"]]
        if self._waiting[desk.post.station].pop(visitor.ticket, None) is not None:
            self._called(desk, visitor)
        else:
            self._wait_in_vain(desk, visitor)

    def _called(self, desk: _Desk, visitor: _Visitor) -> None:
        desk.free = False
        visit = visitor.visit
        if visit.called_back and not visitor.taken_back:
            visitor.taken_back = True
            self._in(TAKEN_BACK_AFTER_S, partial(self._take_back, desk, visitor))
        elif visit.absent and not visitor.returned:
            self._in(RECALL_S, partial(self._act, desk, "recall", visitor))
            self._in(RECALL_S + GIVE_UP_S, partial(self._no_show, desk, visitor))
        else:
            self._in(visit.walk_s, partial(self._start, desk, visitor))

    def _wait_in_vain(self, desk: _Desk, visitor: _Visitor) -> None:
        desk.free, desk.awaits = False, visitor
        self._in(RECALL_S, partial(self._still_in_vain, desk, visitor, "recall"))
        self._in(RECALL_S + GIVE_UP_S, partial(self._still_in_vain, desk, visitor, "no_show"))

    def _still_in_vain(self, desk: _Desk, visitor: _Visitor, act: str) -> None:
        if desk.awaits is not visitor:
            return
        # told meanwhile that another counter has them, the clerk is free at once
        if "failed" in self._act(desk, act, visitor) or act == "no_show":
            desk.awaits = None
            self._rest(desk)

    def _take_back(self, desk: _Desk, visitor: _Visitor) -> None:
        if "failed" in self._act(desk, "undo", visitor):  # another counter's word came between
            self._in(visitor.visit.walk_s, partial(self._start, desk, visitor))
            return
        self._waiting[visitor.station][visitor.ticket] = visitor
        self._free(desk)

    def _no_show(self, desk: _Desk, visitor: _Visitor) -> None:
        self._act(desk, "no_show", visitor)
        if visitor.visit.returns_s is not None:
            self._in(visitor.visit.returns_s, partial(self._return, visitor))
        self._rest(desk)

    def _start(self, desk: _Desk, visitor: _Visitor) -> None:
        if "failed" in self._act(desk, "start", visitor):
            self._send_over(desk, visitor)
            return
        visit = visitor.visit
        if visit.sent_to and not visitor.sent_on:
            self._in(SENT_ON_AFTER_S, partial(self._send_on, desk, visitor))
        elif visit.forgot in (Forgot.FETCHES, Forgot.GIVES_UP):
            after_s = round(FETCH_AFTER * visit.service_s)
            self._in(after_s, partial(self._hold, desk, visitor))
        else:
            self._serve(desk, visitor, visit.service_s)

    def _serve(self, desk: _Desk, visitor: _Visitor, rest_s: int) -> None:
        if visitor.visit.files:
            self._in(round(FILE_AFTER * rest_s), partial(self._file, desk, visitor))
        self._in(rest_s, partial(self._finish, desk, visitor))

    def _send_over(self, desk: _Desk, visitor: _Visitor) -> None:
        """Somebody who came to a counter that has lost the call goes to the one that has it."""
        self._rest(desk)
        other = next((each for each in self._desks if each.awaits is visitor), None)
        if other is None:
            self._return(visitor)
            return
        other.awaits = None
        self._in(visitor.visit.walk_s, partial(self._start, other, visitor))

    def _send_on(self, desk: _Desk, visitor: _Visitor) -> None:
        visitor.sent_on = True
        self._act(desk, "transfer", visitor, counter=None, service=visitor.visit.sent_to)
        self._waiting[visitor.station][visitor.ticket] = visitor
        self._rest(desk)

    def _hold(self, desk: _Desk, visitor: _Visitor) -> None:
        reason = HELD_FOR[visitor.visit.n % len(HELD_FOR)]
        self._act(desk, "hold", visitor, reason=reason)
        step = self._leave if visitor.visit.forgot is Forgot.GIVES_UP else self._back
        self._in(visitor.visit.fetch_s, partial(step, desk, visitor))
        self._rest(desk)

    def _back(self, desk: _Desk, visitor: _Visitor) -> None:
        desk.back.append(visitor)
        self._look(desk)

    def _leave(self, desk: _Desk, visitor: _Visitor) -> None:
        self._act(desk, "leave", visitor, counter=None)

    def _resume(self, desk: _Desk, visitor: _Visitor) -> None:
        desk.free = False
        self._act(desk, "resume", visitor)
        self._serve(desk, visitor, round((1 - FETCH_AFTER) * visitor.visit.service_s))

    def _file(self, desk: _Desk, visitor: _Visitor) -> None:
        visit = visitor.visit
        filing = {"answers": visit.answers, "documents": visit.documents}
        filed = self._act(desk, "file", visitor, **filing)
        if visit.voids:
            facts = {"application": filed["id"], "reason": "nama salah ketik"}
            station, clerk = desk.post.station, desk.post.clerk
            self._do(station, self._now_s, clerk, "void", **facts)
            self._act(desk, "file", visitor, **filing)

    def _finish(self, desk: _Desk, visitor: _Visitor) -> None:
        self._act(desk, "finish", visitor)
        self._rest(desk)

    def _rest(self, desk: _Desk) -> None:
        self._in(REST_S, partial(self._free, desk))

    def _free(self, desk: _Desk) -> None:
        desk.free, desk.since_s = True, self._now_s
        self._look(desk)

    # --- the end ------------------------------------------------------------------------------
    def _close(self) -> None:
        self._closed = True

    def end_day(self) -> None:
        """Close what is left, once everybody at a counter has gone."""
        for station in self._stations[:1] if self._shared else self._stations:
            self._do(station, max(self._now_s, CLOSES_S), GREETER, "end_day")

    def _in(self, seconds: int, step: Callable[[], Any]) -> None:
        self.at(self._now_s + seconds, step)

    def _act(
        self, desk: _Desk, act: str, visitor: _Visitor | None = None, **facts: Any
    ) -> dict[str, Any]:
        post = desk.post
        told: dict[str, Any] = {"counter": post.number, **facts}
        if visitor is not None:
            told["ticket"] = visitor.ticket
        told = {name: fact for name, fact in told.items() if fact is not None}
        return self._do(post.station, self._now_s, post.clerk, act, **told)
