"""Time and the network of a simulated branch.

One true time for all, a clock a node that may be wrong, and lines that carry the product's own
bytes to the product's own endpoints: whole, late, twice, damaged, one way only, or not at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, NamedTuple, Protocol
from unittest.mock import patch

import anyio.to_thread
import httpx2
from starlette.applications import Starlette

from counter.clock import Clock
from counter.sync import client
from counter.sync.client import Line
from counter.sync.link import Link
from tests.fault.simulation.releases import Release

_LATE_S = 90  # what is late comes within this


class Time:
    """The true time, which nobody in the branch knows."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms

    def advance(self, seconds: float) -> None:
        """Let it pass."""
        self.now_ms += round(seconds * 1000)


class NodeClock:
    """What a node's own clock shows; its count of seconds never jumps."""

    def __init__(self, time: Time, off_ms: int = 0) -> None:
        self._time = time
        self.off_ms = off_ms

    def now_ms(self) -> int:
        """What it shows."""
        return self._time.now_ms + self.off_ms

    def monotonic_s(self) -> float:
        """Seconds that passed."""
        return self._time.now_ms / 1000


class Faults(NamedTuple):
    """How often, of 1, a request meets each fault."""

    lost: float = 0.0
    answer_lost: float = 0.0
    late: float = 0.0
    twice: float = 0.0
    damaged: float = 0.0
    portal: float = 0.0
    server_killed: float = 0.0  # after it stored, before it answered


WHOLE = Faults()


class Serves(Protocol):
    """A node that others ask."""

    name: str
    app: Starlette | None  # None: it is switched off
    release: Release

    def kill(self) -> None:
        """Pull its plug."""


class _Request(NamedTuple):
    source: str
    address: str
    method: str
    target: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes
    split_at: int = 0  # where the body comes in two; 0: it comes at once


class _Answer(NamedTuple):
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Network:
    """Who can reach whom, and what happens on the way."""

    def __init__(self, time: Time, chance: Random) -> None:
        self.time = time
        self.faults = WHOLE
        self.byte_s = 0.0  # how long each byte of an answer takes
        self.delivered = 0
        self.met: dict[str, int] = {}  # fault → how often
        self._chance = chance
        self._sites: dict[str, Serves] = {}
        self._cut: set[tuple[str, str]] = set()  # from, to
        self._late: list[tuple[int, _Request]] = []
        self._runner = asyncio.Runner()

    # --- who is there ---------------------------------------------------------------------------
    def put(self, address: str, site: Serves) -> None:
        """Let a node be reached at an address."""
        self._sites[address] = site

    def cut(self, source: str, to: str) -> None:
        """Let nothing through in one direction."""
        self._cut.add((source, to))

    def cut_off(self, one: str, other: str) -> None:
        """Let nothing through in either."""
        self._cut |= {(one, other), (other, one)}

    @contextmanager
    def unplugged(self, names: list[str], off: list[str]) -> Iterator[None]:
        """Cut some of all off from everybody, each other too; then all is as it was."""
        before = set(self._cut)
        for one in off:
            for other in names:
                if one != other:
                    self.cut_off(one, other)
        yield
        self._cut = before

    def heal(self) -> None:
        """Let everything through, at once."""
        self._cut.clear()
        self.faults = WHOLE
        self.deliver_late(everything=True)

    def close(self) -> None:
        """End the loop that the endpoints run in."""
        self._runner.close()

    # --- lines ----------------------------------------------------------------------------------
    def line(self, source: str, link: Link, clock: Clock, **limits: float) -> Line:
        """The product's own line, over this network."""
        made = Line.to(link, clock, **limits)
        made.close()
        made._client = httpx2.Client(  # noqa: SLF001 - the wire is what is simulated
            base_url=made._client.base_url,  # noqa: SLF001
            headers=made._client.headers,  # noqa: SLF001
            transport=_Wire(self, source),
            trust_env=False,
        )
        return made

    @contextmanager
    def joining(self, source: str) -> Iterator[None]:
        """Let a node show its code over this network too."""

        def line(url: str, *, certificate: bytes | None = None, clock: Clock) -> Line:
            return self.line(source, Link(url, "", b"", certificate), clock)

        with patch.object(client, "Line", line):
            yield

    def deliver_late(self, *, everything: bool = False) -> None:
        """Bring what was late to wherever it was going; nobody waits for its answer."""
        now_ms = self.time.now_ms
        due = [each for at_ms, each in self._late if everything or at_ms <= now_ms]
        self._late = [each for each in self._late if each[1] not in due]
        for request in due:
            site = self._sites.get(request.address)
            if site is not None and site.app is not None:
                self._serve(site, request)

    # --- one request ----------------------------------------------------------------------------
    def ask(self, request: _Request, timeout: dict[str, float]) -> _Answer:
        """Carry a request and its answer; raises what httpx2 would."""
        site = self._sites.get(request.address)
        name = site.name if site is not None else ""
        if (request.source, name) in self._cut:
            self._wait(timeout["connect"])
            raise httpx2.ConnectTimeout("cut")
        if site is None or site.app is None:
            raise httpx2.ConnectError("switched off")
        if self._meets("portal"):
            return _Answer(200, [(b"content-type", b"text/html")], b"<html>Welcome</html>")
        if self._meets("lost"):
            self._wait(timeout["read"])
            raise httpx2.ReadTimeout("lost")
        if self._meets("late"):
            at_ms = self.time.now_ms + self._chance.randrange(_LATE_S * 1000)
            self._late.append((at_ms, request))
            self._wait(timeout["read"])
            raise httpx2.ReadTimeout("late")
        answer = self._serve(site, request)
        if self._meets("server_killed"):
            site.kill()
            raise httpx2.ReadError("it was switched off")
        if self._meets("twice"):
            answer = self._serve(site, request)
        if (name, request.source) in self._cut or self._meets("answer_lost"):
            self._wait(timeout["read"])
            raise httpx2.ReadTimeout("answer lost")
        if self._meets("damaged"):
            return answer._replace(body=self._damage(answer.body))
        return answer

    def _meets(self, fault: str) -> bool:
        if self._chance.random() >= getattr(self.faults, fault):
            return False
        self.met[fault] = self.met.get(fault, 0) + 1
        return True

    def _damage(self, body: bytes) -> bytes:
        if not body or self._chance.random() < 0.5:
            return body[: self._chance.randrange(len(body) + 1)] + b"\0"
        at = self._chance.randrange(len(body))
        return body[:at] + bytes([body[at] ^ 0xFF]) + body[at + 1 :]

    def _wait(self, seconds: float) -> None:
        self.time.advance(seconds)

    def _serve(self, site: Serves, request: _Request) -> _Answer:
        assert site.app is not None, "it is switched on"
        self.delivered += 1
        with patch.object(anyio.to_thread, "run_sync", _here), site.release.spoken():
            return self._runner.run(_call(site.app, request))


class _Wire(httpx2.BaseTransport):
    """Where httpx2 would open a connection."""

    def __init__(self, network: Network, source: str) -> None:
        self._network = network
        self._source = source

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._network.ask(
            _Request(
                source=self._source,
                address=f"{request.url.scheme}://{request.url.netloc.decode()}",
                method=request.method,
                target=request.url.raw_path,
                headers=[(name.lower(), value) for name, value in request.headers.raw],
                body=request.read(),
            ),
            request.extensions["timeout"],
        )
        body: httpx2.SyncByteStream = httpx2.ByteStream(answer.body)
        if self._network.byte_s:
            body = _Dripping(self._network, answer.body, request.extensions["timeout"]["read"])
        return httpx2.Response(answer.status, headers=answer.headers, stream=body)


class _Dripping(httpx2.SyncByteStream):
    """An answer that comes byte by byte."""

    def __init__(self, network: Network, body: bytes, patience_s: float) -> None:
        self._network, self._body, self._patience_s = network, body, patience_s

    def __iter__(self) -> Iterator[bytes]:
        for at in range(len(self._body)):
            self._network.time.advance(min(self._network.byte_s, self._patience_s))
            if self._network.byte_s > self._patience_s:
                raise httpx2.ReadTimeout("one byte a second")
            yield self._body[at : at + 1]


async def _here(task: Callable[[], object], **_limits: object) -> object:
    """Instead of a thread of the pool: one thread for all, half the time, and no chance in it."""
    return task()


async def _call(app: Starlette, request: _Request) -> _Answer:
    """One request to an ASGI application, as a server would bring it."""
    path, _, query = request.target.partition(b"?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": path.decode(),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": request.headers,
        "client": (request.source, 1),
        "server": ("127.0.0.1", 1),
    }
    sent: list[dict[str, Any]] = []
    at = request.split_at
    pieces = [request.body[:at], request.body[at:]] if at else [request.body]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(each for each in sent if each["type"] == "http.response.start")
    body = b"".join(each.get("body", b"") for each in sent if each["type"] == "http.response.body")
    return _Answer(start["status"], start["headers"], body)
