"""Central and a hub over HTTP: an endpoint parses, calls one thing, encodes.

Handlers wait in the thread pool; a long-poll waits in the event loop and holds no thread.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from counter import __version__
from counter.clock import Clock
from counter.errors import LoketError
from counter.server.above import Above
from counter.server.board_page import board_routes
from counter.server.central import Central
from counter.server.forgery import Refused
from counter.server.hub import Hub, refusing
from counter.server.tracking import Verdict, page
from counter.store.nodes import Joined
from counter.sync import wire
from counter.text import ENGLISH, INDONESIAN, using

LONGEST_WAIT_S = 25
_LOOK_AGAIN_S = 2.0  # another worker's commits ring no bell here
_WRONG_CODES, _WRONG_CODES_S = 5, 60
_MOST_HOSTS = 10_000
_UNKNOWN = {"token", "revoked"}
_NO_RECEIPT = {Verdict.UNREADABLE, Verdict.OFFICE_UNKNOWN, Verdict.FORGED}
_PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

_log = logging.getLogger(__name__)


class Bell:
    """Wakes long-polls when something was stored for their branch, or the server ends."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Event] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self.ended = False

    def waiter(self, branch: str) -> asyncio.Event:
        """What is set at the branch's next ring."""
        self._loop = asyncio.get_running_loop()
        return self._waiting.setdefault(branch, asyncio.Event())

    def ring(self, branch: str) -> None:
        """Wake a branch's long-polls, from any thread."""
        self._soon(branch)

    def end(self) -> None:
        """Wake all: they answer with what they have."""
        self.ended = True
        for branch in list(self._waiting):
            self._soon(branch)

    def _soon(self, branch: str) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and everybody with it
                self._loop.call_soon_threadsafe(self._wake, branch)

    def _wake(self, branch: str) -> None:
        if (event := self._waiting.pop(branch, None)) is not None:
            event.set()


class _Guesses:
    """Wrong codes by host, so that guessing is slow."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wrong: dict[str, list[float]] = {}

    def check(self, host: str) -> None:
        """Raise Refused where a host has guessed too often."""
        since = self._clock.monotonic_s() - _WRONG_CODES_S
        self._wrong[host] = [at for at in self._wrong.get(host, []) if at > since]
        if len(self._wrong[host]) >= _WRONG_CODES:
            raise Refused("slow_down", host)
        if len(self._wrong) > _MOST_HOSTS:
            self._wrong.clear()

    def note(self, host: str) -> None:
        """Count a wrong code."""
        self._wrong.setdefault(host, []).append(self._clock.monotonic_s())


def make_app(above: Above, bell: Bell) -> Starlette:
    """The endpoints of a central or a hub."""
    own = _central_routes(above) if isinstance(above, Central) else []
    own = _hub_routes(above, bell) if isinstance(above, Hub) else own
    return Starlette(
        routes=[*_routes(above, bell), *own],
        exception_handlers={
            Refused: _refused,
            wire.NotOurs: _not_ours,
            _TooLarge: _too_large,
            LoketError: _later,
            DBAPIError: _later,
            ClientDisconnect: _gone,
            Exception: _bug,
        },
    )


def _routes(above: Above, bell: Bell) -> list[Route]:
    """What every node above answers."""
    guesses = _Guesses(above.clock)
    above.subscribe(bell.ring)

    async def enrol(request: Request) -> Response:
        """Let a node in by a one-time code."""
        host = request.client.host if request.client else ""
        guesses.check(host)
        body = await _body(request, wire.MOST_JOINING)
        joining = wire.unpack(body, wire.Joining, most=wire.MOST_JOINING)
        try:
            return _reply(wire.pack(await run_in_threadpool(above.enrol, joining)))
        except Refused:
            guesses.note(host)
            raise

    async def push(request: Request) -> Response:
        """Take a batch of events; say what is stored, so that a repeat does no harm."""
        node = await _node(request, above)
        # on the loop's one thread: whatever forty of the pool's unpack at once stays with each
        batch = wire.unpack(await _body(request, wire.MOST_COMPRESSED), wire.Batch)

        def take() -> bytes:
            return wire.pack(above.ingest(node, batch))

        return _reply(await run_in_threadpool(take))

    async def pull(request: Request) -> Response:
        """Answer what a node with this vector lacks, as soon as there is something."""
        node = await _node(request, above)
        after = _vector(request.query_params.get("after", ""))
        wait_s = _seconds(request.query_params.get("wait", "0"))
        epoch = request.query_params.get("epoch")
        loop = asyncio.get_running_loop()
        until_s = loop.time() + wait_s
        rung = bell.waiter(node.branch)
        pulled = await run_in_threadpool(above.pull, node, after)
        while (
            not pulled.items
            and epoch in (None, str(pulled.restore_epoch))
            and not bell.ended
            and (left_s := until_s - loop.time()) > 0
        ):
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    rung.wait(), left_s if above.alone else min(left_s, _LOOK_AGAIN_S)
                )
            rung = bell.waiter(node.branch)
            pulled = await run_in_threadpool(above.pull, node, after, own_too=False)
        return _reply(await run_in_threadpool(wire.pack, pulled))

    async def health(_request: Request) -> Response:
        """Say that it runs, and what."""
        return JSONResponse({"loket": __version__, "now_ms": above.clock.now_ms()})

    return [
        Route("/v1/enrol", enrol, methods=["POST"]),
        Route("/v1/events", push, methods=["POST"]),
        Route("/v1/events", pull, methods=["GET"]),
        Route("/v1/health", health, methods=["GET"]),
    ]


def _central_routes(central: Central) -> list[Route]:
    async def receipt(request: Request) -> Response:
        """Show anybody whether a receipt is genuine."""
        found = await run_in_threadpool(central.track, request.path_params["mark"])
        english = request.headers.get("accept-language", "").startswith(ENGLISH)
        with using(ENGLISH if english else INDONESIAN):
            shown = page(found)
        status = 404 if found.verdict in _NO_RECEIPT else 200
        return HTMLResponse(shown, status, headers=_PAGE_HEADERS)

    return [Route("/lacak/{mark}", receipt, methods=["GET"])]


def _hub_routes(hub: Hub, bell: Bell) -> list[Route]:
    async def reserve(request: Request) -> Response:
        """Promise a counter whoever is next for it."""
        node = await _node(request, hub)
        asking = wire.unpack(await _body(request, wire.MOST_ASKING), wire.Asking)
        with refusing():
            promise = await asyncio.wrap_future(hub.reserve(node, asking))
        return _reply(wire.pack(wire.Promised(promise.ticket, promise.grant)))

    async def mint(request: Request) -> Response:
        """Give a number away."""
        node = await _node(request, hub)
        minting = wire.unpack(await _body(request, wire.MOST_ASKING), wire.Minting)
        with refusing():
            minted = await asyncio.wrap_future(hub.mint(node, minting))
        return _reply(wire.pack(wire.Minted(minted.lane, minted.running)))

    async def show(request: Request) -> Response:
        """Show anybody that this is the branch's hub, by signing what they made up."""
        nonce = _nonce(request.query_params.get("nonce", ""))
        return _reply(wire.pack(await run_in_threadpool(hub.show, nonce)))

    return [
        Route("/v1/hub", show, methods=["GET"]),
        Route("/v1/reservations", reserve, methods=["POST"]),
        Route("/v1/numbers", mint, methods=["POST"]),
        *board_routes(hub, bell),
    ]


class _TooLarge(Exception):
    """A body beyond the bound."""


async def _body(request: Request, most: int) -> bytes:
    if request.headers.get("content-type") != wire.CONTENT_TYPE:
        raise wire.NotOurs
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > most:
            raise _TooLarge
    return bytes(found)


async def _node(request: Request, above: Above) -> Joined:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme != "Bearer":
        raise Refused("token")
    known = above.recognised(token)
    return known if known is not None else await run_in_threadpool(above.known, token)


def _vector(text: str) -> dict[str, int]:
    found = {}
    for part in filter(None, text.split(",")):
        chain, _, seq = part.rpartition(":")
        if not chain or not (seq.isascii() and seq.isdigit()) or len(seq) > 18:
            raise wire.NotOurs
        found[chain] = int(seq)
    return found


def _nonce(text: str) -> bytes:
    try:
        nonce = bytes.fromhex(text)
    except ValueError:
        raise wire.NotOurs from None
    if len(nonce) != wire.NONCE_BYTES:
        raise wire.NotOurs
    return nonce


def _seconds(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        raise wire.NotOurs
    return min(int(text), LONGEST_WAIT_S)


def _reply(body: bytes, status: int = 200) -> Response:
    return Response(body, status_code=status, media_type=wire.CONTENT_TYPE)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    _log.warning("refused %s %s: %s", request.method, request.url.path, error)
    status = 429 if error.code == "slow_down" else 401 if error.code in _UNKNOWN else 403
    return _reply(wire.pack(wire.Refusal(error.code)), status)


async def _not_ours(_request: Request, _error: Exception) -> Response:
    return _reply(wire.pack(wire.Refusal("unreadable")), 400)


async def _too_large(_request: Request, _error: Exception) -> Response:
    return _reply(wire.pack(wire.Refusal("too_large")), 413)


async def _later(request: Request, error: Exception) -> Response:
    _log.warning("%s %s: the database: %s", request.method, request.url.path, type(error).__name__)
    return _reply(wire.pack(wire.Refusal("database")), 503)


async def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=400)  # nobody reads it


async def _bug(_request: Request, _error: Exception) -> Response:
    return _reply(wire.pack(wire.Refusal("bug")), 500)  # uvicorn logs it whole
