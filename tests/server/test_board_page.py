"""The board as a web page of the hub: what it is told, and what a real browser makes of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from counter.clock import SystemClock, VirtualClock
from counter.domain import bodies
from counter.domain.calendar import Zone, branch_day
from counter.domain.ticket import Ticket
from counter.office import day, queue, undoing
from counter.office.office import Office
from counter.server.hub import Hub
from tests.office.building import BUDI, KTP, SARI, set_up
from tests.server.browser import Page, a_page, find_chromium
from tests.server.building import a_central, a_hub

CHROMIUM = find_chromium()
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium is installed here (apt-get install chromium)"
)


def opened(hub: Hub) -> Office:
    hub.office.act_as("setup", set_up)
    hub.office.session = SARI
    hub.office.act(day.open_day, branch_day(hub.clock.now_ms(), Zone.WIB))
    return hub.office


def called(office: Office, counter: int = 3) -> Ticket:
    ticket = office.act(queue.issue_ticket, service=KTP)
    return office.act(queue.call_ticket, ticket.id, counter=counter)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[Office, httpx2.Client]]:
    with a_hub(tmp_path / "hub", SystemClock()) as (hub, address):
        office = opened(hub)
        with httpx2.Client(base_url=address, trust_env=False, timeout=30) as client:
            yield office, client


def state(client: httpx2.Client, after: str = "", **asked: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/board/state", params={"after": after, **asked}).json()
    return found


def test_a_page_is_told_every_call_since_it_heard_last(hub: tuple[Office, httpx2.Client]) -> None:
    office, client = hub
    before = state(client)
    tickets = [called(office, 3), called(office, 4)]

    after = state(client, before["mark"])

    assert before["news"] == []
    assert [each["number"] for each in after["news"]] == [each.number for each in tickets]
    assert after["waiting"][0][:2] == ["A", "KTP elektronik"]


def test_a_call_answers_a_page_that_waits(hub: tuple[Office, httpx2.Client]) -> None:
    office, client = hub
    mark = state(client)["mark"]
    answered: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: answered.append(state(client, mark)))
    waiting.start()
    ticket = office.act(queue.issue_ticket, service=KTP)
    waiting.join(20)

    assert answered[0]["waiting"][0][2] == 1
    assert answered[0]["mark"] != mark
    assert ticket.number not in str(answered[0]["calls"])


def test_a_page_that_heard_another_hub_begins_anew(hub: tuple[Office, httpx2.Client]) -> None:
    office, client = hub
    ticket = called(office)

    for mark in ("elsewhere:3", "elsewhere:999999", "nonsense", f"x:{'9' * 40}"):
        told = state(client, mark)

        assert told["fresh"]
        assert told["news"] == []
        assert [each["number"] for each in told["calls"]] == [ticket.number]


def test_a_page_of_one_zone_hears_of_no_other(hub: tuple[Office, httpx2.Client]) -> None:
    office, client = hub
    upstairs = bodies.CounterSet(number=4, name="Loket 4", zone="lantai-2")
    office.act(lambda work: work.record(upstairs, entity="counter:4"))
    mark = state(client)["mark"]
    called(office, 3)
    mine = called(office, 4)

    assert [each["number"] for each in state(client, mark, zone="lantai-2")["news"]] == [
        mine.number
    ]
    assert "Administrasi" in state(client, zone="loteng")["words"]


def test_the_page_names_nobody(hub: tuple[Office, httpx2.Client]) -> None:
    office, client = hub
    called(office)

    told = client.get("/board/state").text + client.get("/board").text

    for session in (SARI, BUDI):
        assert session.name not in told
        assert session.person not in told


def test_the_page_asks_nothing_of_anybody_else(hub: tuple[Office, httpx2.Client]) -> None:
    _office, client = hub

    page = client.get("/board")

    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for name in ("board.js", "board.css", "regular.ttf", "semibold.ttf", "bold.ttf"):
        part = client.get(f"/board/{name}")
        assert part.status_code == 200
        assert b"http://" not in part.content[:9000]
        assert b"https://" not in part.content[:9000] or name.endswith("ttf")
    assert "http" not in page.text
    assert client.get("/board/..%2f..%2fstore.key").status_code == 404


def test_the_page_speaks_indonesian_unless_asked(hub: tuple[Office, httpx2.Client]) -> None:
    _office, client = hub

    assert "Nomor antrean" in client.get("/board").text
    assert "Queue number" in client.get("/board?lang=en").text
    assert "[[" not in client.get("/board").text


def test_a_central_has_no_board(tmp_path: Path) -> None:
    with a_central(tmp_path / "central") as (_central, _database, address):
        assert httpx2.get(f"{address}/board", trust_env=False).status_code == 404


# --- in a real browser ------------------------------------------------------------------------
@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    assert CHROMIUM is not None
    with a_page(CHROMIUM, tmp_path / "profile") as page:
        yield page


@needs_chromium
def test_a_browser_shows_calls_one_by_one_and_outlives_the_hub(tmp_path: Path, page: Page) -> None:
    clock = VirtualClock(SystemClock().now_ms())
    with ExitStack() as ending:
        hub, address = ending.enter_context(a_hub(tmp_path / "hub", clock))
        office = opened(hub)
        page.open(f"{address}/board")
        page.until("document.getElementById('office').textContent === 'Dukcapil Jakarta Pusat'")
        assert page.says("document.getElementById('called').hidden")

        first, second = called(office, 3), called(office, 4)
        page.until(f"document.getElementById('number').textContent === '{first.number}'")
        began = page.says("performance.now()")
        assert page.says("document.getElementById('at').textContent") == "Loket 3"
        page.until(f"document.getElementById('number').textContent === '{second.number}'")
        assert page.says("performance.now()") - began > 5000

        assert page.says("document.querySelector('#earlier b').textContent") == first.number
        assert page.says("document.fonts.check('700 20px Board')")
        assert page.says("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.complaints == []
        if folder := os.environ.get("BOARD_PICTURES"):
            page.picture(Path(folder) / "board-page.png")

        office.act(undoing.undo_last, second.id, counter=4)
        page.until(f"document.getElementById('number').textContent === '{first.number}'")
    page.until("!document.getElementById('note').hidden")

    assert "Hub tidak tersambung sejak" in page.says("document.getElementById('note').textContent")
    assert page.says("document.getElementById('number').textContent") == first.number
    if folder := os.environ.get("BOARD_PICTURES"):
        page.picture(Path(folder) / "board-page-offline.png")


@needs_chromium
def test_a_screen_that_stands_shows_who_waits_below(tmp_path: Path, page: Page) -> None:
    clock = VirtualClock(SystemClock().now_ms())
    with a_hub(tmp_path / "hub", clock) as (hub, address):
        called(opened(hub))
        page.open(f"{address}/board", width=1080, height=1920)
        page.until("!document.getElementById('called').hidden")

        below = "document.querySelector('aside').getBoundingClientRect().top"
        above = "document.querySelector('main').getBoundingClientRect().bottom"
        assert page.says(f"{below} >= {above}")
        assert page.says("document.documentElement.scrollWidth <= window.innerWidth")
        wide = page.says("document.getElementById('number').getBoundingClientRect().width")
        assert 500 < wide < 1080
        if folder := os.environ.get("BOARD_PICTURES"):
            page.picture(Path(folder) / "board-page-standing.png")
