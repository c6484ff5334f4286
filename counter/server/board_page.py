"""The board as a web page of the hub, for a smart TV's browser: `/board`.

Numbers, counters and counts only, so nobody signs in. The page asks nothing of any other server:
its script, style and letters come from here, and a policy forbids all else. It long-polls like any
node: it says up to where it has heard, and is told every call since.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from counter.domain.calendar import Zone, branch_day
from counter.files import resource
from counter.office.board import STAYS_S, Board, Call, board, empty_words
from counter.store.settings import OfficeNotSetUp
from counter.text import ENGLISH, INDONESIAN, _, language, long_date, using

if TYPE_CHECKING:
    from counter.server.app import Bell
    from counter.server.hub import Hub

WAITS_S = 25.0  # a page that hears nothing for much longer says that the line is gone
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
        " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_FILES = {  # as the page asks for them: where they lie, what they are, how long they may be kept
    "board.js": (("board", "board.js"), "text/javascript", "no-cache"),
    "board.css": (("board", "board.css"), "text/css", "no-cache"),
    **{
        f"{weight.lower()}.ttf": (
            ("fonts", f"AtkinsonHyperlegibleNext-{weight}.ttf"),
            "font/ttf",
            "max-age=86400",
        )
        for weight in ("Regular", "SemiBold", "Bold")
    },
}


def board_routes(hub: Hub, bell: Bell) -> list[Route]:
    """The page, what it is made of, and what it shows."""

    async def page(request: Request) -> Response:
        """The page itself; everything on it comes later."""
        with using(_language(request)):
            shown = await run_in_threadpool(_page)
        return HTMLResponse(shown, headers={**_HEADERS, "Cache-Control": "no-store"})

    async def part(request: Request) -> Response:
        """One of its files."""
        known = _FILES.get(request.path_params["name"])
        if known is None:
            return PlainTextResponse("", 404, headers=_HEADERS)
        place, kind, kept = known
        content = await run_in_threadpool(resource(*place).read_bytes)
        return Response(content, media_type=kind, headers={**_HEADERS, "Cache-Control": kept})

    async def state(request: Request) -> Response:
        """What stands on it, as soon as that is something new."""
        zone = request.query_params.get("zone", "")
        after = _heard(request.query_params.get("after", ""), hub)
        loop = asyncio.get_running_loop()
        until_s = loop.time() + WAITS_S
        rung = bell.waiter(hub.node.branch)
        found = await run_in_threadpool(_read, hub, zone, after)
        while (
            found is not None
            and found.position == after
            and not bell.ended
            and (left_s := until_s - loop.time()) > 0
        ):
            with suppress(TimeoutError):
                await asyncio.wait_for(rung.wait(), left_s)
            rung = bell.waiter(hub.node.branch)
            found = await run_in_threadpool(_read, hub, zone, after)
        with using(_language(request)):
            said = _said(found, hub, is_fresh=after is None)
        return JSONResponse(said, headers={**_HEADERS, "Cache-Control": "no-store"})

    return [
        Route("/board", page, methods=["GET"]),
        Route("/board/state", state, methods=["GET"]),
        Route("/board/{name}", part, methods=["GET"]),
    ]


def _language(request: Request) -> str:
    return ENGLISH if request.query_params.get("lang") == ENGLISH else INDONESIAN


def _heard(mark: str, hub: Hub) -> int | None:
    """The position a page has heard; None where it was another node's log."""
    node, _colon, position = mark.rpartition(":")
    known = node == hub.node.id and position.isascii() and position.isdigit()
    return int(position) if known and len(position) <= 18 else None


def _read(hub: Hub, zone: str, after: int | None) -> Board | None:
    try:
        return hub.office.read(lambda reading: board(reading, zone=zone, after=after))
    except OfficeNotSetUp:
        return None


def _said(found: Board | None, hub: Hub, *, is_fresh: bool) -> dict[str, Any]:
    now_ms = hub.clock.now_ms()
    if found is None:
        return {"mark": "", "words": _("Waiting for what the hub has to tell."), "now_ms": now_ms}
    zone = Zone(found.zone)
    day: date = branch_day(now_ms, zone)
    return {
        "mark": f"{hub.node.id}:{found.position}",
        "fresh": is_fresh,
        "day": found.day,
        "office": found.office,
        "date": long_date(day),
        "now_ms": now_ms,
        "ahead_ms": zone.offset // timedelta(milliseconds=1),
        "text": " ".join(found.running_text.split()),
        "words": empty_words(found),
        "calls": [_call(each) for each in found.calls],
        "news": [_call(each) for each in found.news],
        "taken_back": found.taken_back,
        "waiting": [
            [each.letter, each.title.in_language(language()), each.count] for each in found.waiting
        ],
    }


def _call(call: Call) -> dict[str, str]:
    return {
        "number": call.number,
        "at": call.at,
        "service": call.service.in_language(language()),
    }


def _page() -> str:
    gone = _("No line to the hub {since}. The last calls stay here.")
    facts = {
        "language": language(),
        "title": _("Board"),
        "number": _("Queue number"),
        "waiting": _("Waiting"),
        "gone": gone.format(since=_("since {clock}")),
        "colon": "." if language() == INDONESIAN else ":",
        "stays": str(1000 * STAYS_S),
    }
    shown = resource("board", "board.html").read_text(encoding="utf-8")
    for name, value in facts.items():
        shown = shown.replace(f"[[{name}]]", escape(value))
    return shown
