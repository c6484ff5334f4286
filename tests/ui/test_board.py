"""The board's window: each call has its turn, and what it shows outlives the line."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from counter.clock import VirtualClock
from counter.domain.catalogue import Text
from counter.office.board import SHOWN, Board, Call, Waiting
from counter.store.settings import OfficeNotSetUp
from counter.text import ENGLISH, set_language
from tests.office.building import at
from ui.board.window import BoardWindow
from ui.tasks import Tasks
from ui.theme import board as look
from ui.theme.tokens import contrast

STAYS_MS = 40


def call(number: str, counter: int = 3, *, again: str = "") -> Call:
    return Call(number + again, number, counter, f"Loket {counter}", Text("Akta", "Deeds"))


def board(position: int = 1, *news: Call, last: tuple[Call, ...] = (), text: str = "") -> Board:
    return Board(
        office="Kelurahan Menteng",
        zone="WIB",
        running_text=text,
        day="2026-11-24",
        position=position,
        calls=last,
        news=news,
        waiting=(Waiting("A", Text("KTP-el", "ID card"), 5),),
    )


class Node:
    """A board's node whose news the test decides."""

    def __init__(self) -> None:
        self.clock = VirtualClock(at(10, 42))
        self.cut_ms: int | None = None
        self.now: Board | OfficeNotSetUp = board()
        self.asked: list[int | None] = []
        self.tell: Callable[[frozenset[str]], None] = lambda _touched: None

    def start(self) -> None:
        """Nothing to open."""

    def board(self, after: int | None = None) -> Board:
        """What the test says; news only after what was heard."""
        self.asked.append(after)
        if isinstance(self.now, OfficeNotSetUp):
            raise self.now
        if after == self.now.position:
            return Board(
                **{f: getattr(self.now, f) for f in Board.__struct_fields__} | {"news": ()}
            )
        return self.now

    def cut_since_ms(self) -> int | None:
        """Since when the test cut the line."""
        return self.cut_ms

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Keep the one that listens."""
        self.tell = listener
        return lambda: None

    def becomes(self, now: Board) -> None:
        """Something came."""
        self.now = now
        self.tell(frozenset())


class Said:
    """What the voice said, and whether two voices ever spoke at once."""

    def __init__(self) -> None:
        self.numbers: list[str] = []
        self.speaks = threading.Lock()
        self.may_end = threading.Event()
        self.may_end.set()
        self.at_once = False

    def __call__(self, number: str, counter: int) -> None:
        """Say it, until the test lets it end."""
        if not self.speaks.acquire(blocking=False):
            self.at_once = True
            return
        self.numbers.append(number)
        self.may_end.wait(20)
        self.speaks.release()


@pytest.fixture
def node() -> Node:
    return Node()


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def window(qtbot: QtBot, node: Node, said: Said, tasks: Tasks) -> BoardWindow:
    window = BoardWindow(node, tasks, said, stays_ms=STAYS_MS)
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.show()
    window.begin()
    qtbot.waitUntil(lambda: window.showing.office != "")
    return window


def test_calls_that_come_at_once_have_their_turns_one_by_one(
    qtbot: QtBot, node: Node, said: Said, window: BoardWindow
) -> None:
    turns: list[tuple[str, int]] = []
    since = QElapsedTimer()
    since.start()
    window.turns.turn.connect(lambda each: turns.append((each.number, since.elapsed())))
    names = [f"A-{n:03}" for n in range(1, 8)]

    node.becomes(board(2, *(call(each) for each in names)))
    qtbot.waitUntil(lambda: len(turns) == len(names))

    assert [number for number, _at in turns] == names
    assert all(later - earlier >= STAYS_MS - 2 for (_a, earlier), (_b, later) in pairwise(turns))
    qtbot.waitUntil(lambda: said.numbers == names)
    assert not said.at_once
    assert [each.number for each in window.showing.calls] == names[::-1][:SHOWN]


def test_a_call_keeps_its_turn_until_it_is_said(
    qtbot: QtBot, node: Node, said: Said, window: BoardWindow
) -> None:
    said.may_end.clear()

    node.becomes(board(2, call("A-001"), call("A-002")))
    qtbot.waitUntil(lambda: window.called == "A-001")
    qtbot.waitUntil(lambda: not window.turns.stays)

    assert window.called == "A-001"
    said.may_end.set()
    qtbot.waitUntil(lambda: window.called == "A-002")


def test_a_recall_is_said_again_and_listed_once(
    qtbot: QtBot, node: Node, said: Said, window: BoardWindow
) -> None:
    node.becomes(board(2, call("A-001"), call("B-001", 4)))
    qtbot.waitUntil(lambda: window.called == "B-001")

    node.becomes(board(3, call("A-001", again=" again")))
    qtbot.waitUntil(lambda: said.numbers == ["A-001", "B-001", "A-001"])

    assert [each.number for each in window.showing.calls] == ["A-001", "B-001"]


def test_a_number_that_waits_again_leaves_the_board(
    qtbot: QtBot, node: Node, window: BoardWindow
) -> None:
    node.becomes(board(2, call("A-001"), call("A-002")))
    qtbot.waitUntil(lambda: window.called == "A-002")

    node.becomes(replace(board(3), taken_back=("A-002",)))

    qtbot.waitUntil(lambda: window.called == "A-001")


def test_a_board_that_begins_shows_the_last_calls_without_a_word(
    qtbot: QtBot, node: Node, said: Said, tasks: Tasks
) -> None:
    node.now = board(last=(call("A-009"), call("A-008")))
    window = BoardWindow(node, tasks, said, stays_ms=STAYS_MS)
    qtbot.addWidget(window)
    window.begin()

    qtbot.waitUntil(lambda: window.called == "A-009")

    assert said.numbers == []


def test_without_a_line_it_says_since_when_and_keeps_the_last_calls(
    qtbot: QtBot, node: Node, window: BoardWindow
) -> None:
    node.becomes(board(2, call("A-001")))
    qtbot.waitUntil(lambda: window.called == "A-001")

    node.cut_ms = at(9, 7)
    node.tell(frozenset({"line"}))

    qtbot.waitUntil(lambda: "09.07" in window.showing.note)
    assert window.called == "A-001"
    node.cut_ms = None
    node.tell(frozenset({"line"}))
    qtbot.waitUntil(lambda: window.showing.note == "")


def test_a_new_day_begins_with_an_empty_board(
    qtbot: QtBot, node: Node, window: BoardWindow
) -> None:
    node.becomes(board(2, call("A-001")))
    qtbot.waitUntil(lambda: window.called == "A-001")

    node.becomes(replace(board(3), day="2026-11-25"))

    qtbot.waitUntil(lambda: window.showing.calls == ())
    assert window.showing.words


def test_a_board_without_its_office_waits_and_then_shows_it(
    qtbot: QtBot, node: Node, said: Said, tasks: Tasks
) -> None:
    node.now = OfficeNotSetUp()
    window = BoardWindow(node, tasks, said)
    qtbot.addWidget(window)
    window.begin()
    qtbot.waitUntil(lambda: window.showing.words == "Menunggu kabar dari hub.")

    node.becomes(board())

    qtbot.waitUntil(lambda: window.showing.office == "Kelurahan Menteng")


def test_text_runs_only_where_it_has_no_room(qtbot: QtBot, node: Node, window: BoardWindow) -> None:
    node.becomes(board(2, text="Selamat datang."))
    qtbot.waitUntil(window.strip.isVisible)
    assert not window.strip.runs

    node.becomes(board(3, text="Layanan tidak dipungut biaya. " * 12))

    qtbot.waitUntil(lambda: window.strip.runs)


def test_an_office_without_a_text_has_no_strip(window: BoardWindow) -> None:
    assert not window.strip.isVisible()
    assert window.view.height() == window.height()


def test_it_speaks_the_language_it_is_switched_to(
    qtbot: QtBot, node: Node, window: BoardWindow
) -> None:
    assert window.showing.date == "Selasa, 24 November 2026"

    set_language(ENGLISH)
    node.becomes(board(2))

    qtbot.waitUntil(lambda: window.showing.date == "Tuesday, 24 November 2026")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (1080, 1920)])
def test_the_number_called_fills_the_board_at_every_size(
    qtbot: QtBot, node: Node, window: BoardWindow, width: int, height: int
) -> None:
    window.resize(width, height)
    node.becomes(board(2, call("A-017")))
    qtbot.waitUntil(lambda: window.called == "A-017")

    picture = window.grab().toImage()

    assert widest(picture, look.TEXT) > 0.35 * width
    assert widest(picture, look.CALL) > 0.1 * width


def widest(picture: QImage, colour: str) -> int:
    """How far apart a colour's leftmost and rightmost points are, below the head."""
    wanted = int(colour[1:], 16)
    columns = [
        x
        for x in range(0, int(picture.width() * look.COLUMN), 4)
        if any(
            picture.pixel(x, y) & 0xFFFFFF == wanted
            for y in range(picture.height() // 8, picture.height(), 4)
        )
    ]
    return columns[-1] - columns[0] if columns else 0


def test_every_ink_is_read_across_a_hall() -> None:
    grounds = {
        look.BACKGROUND: (look.TEXT, look.MUTED, look.CALL, look.TROUBLE),
        look.TILE: (look.TEXT, look.MUTED),
        look.CHIP: (look.TEXT,),
        look.CALL: (look.ON_CALL,),
    }

    assert all(contrast(ink, ground) >= 7 for ground, inks in grounds.items() for ink in inks)
