"""Scenes of the board: a busy morning, the line gone, before the first call, not joined."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from counter.clock import VirtualClock
from counter.domain.catalogue import Text
from counter.errors import LoketError
from counter.office.board import Board, Call, Waiting
from counter.office.board_node import BoardNotJoined
from tests.office.building import at
from ui.board.window import BoardWindow
from ui.tasks import Tasks

KTP = Text("KTP elektronik", "Identity card")
KK = Text("Kartu Keluarga", "Family card")
DEED = Text("Akta", "Civil deeds")
MOVE = Text("Pindah dan datang", "Moving")
OTHER = Text("KIA, IKD, dan lainnya", "KIA, IKD and others")


def _call(number: str, counter: int, service: Text) -> Call:
    return Call(number, number, counter, f"Loket {counter}", service)


BUSY = Board(
    office="Kelurahan Menteng",
    zone="WIB",
    running_text=(
        "Layanan kependudukan tidak dipungut biaya. Keluhan dan saran: pindai kode di pintu masuk."
        "  •  Istirahat 12.00 sampai 13.00, nomor yang sudah diambil tetap berlaku."
    ),
    day="2026-11-24",
    position=1,
    calls=(
        _call("A-017", 3, KTP),
        _call("B-003", 1, KK),
        _call("A-016", 2, KTP),
        _call("C-001", 4, DEED),
        _call("D-006", 2, MOVE),
        _call("A2-004", 12, KTP),
    ),
    news=(),
    waiting=(
        Waiting("A", KTP, 5),
        Waiting("B", KK, 3),
        Waiting("C", DEED, 1),
        Waiting("D", MOVE, 3),
        Waiting("E", OTHER, 0),
    ),
)


class Standing:
    """A board's node on which nothing changes."""

    clock = VirtualClock(at(10, 42))

    def __init__(self, found: Board | LoketError, cut_ms: int | None = None) -> None:
        self._found = found
        self._cut_ms = cut_ms

    def start(self) -> None:
        """Nothing to open."""

    def board(self, after: int | None = None) -> Board:
        """Always the same."""
        if isinstance(self._found, LoketError):
            raise self._found
        return self._found

    def cut_since_ms(self) -> int | None:
        """Since when the line is gone."""
        return self._cut_ms

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Nothing is ever said."""
        return lambda: None


def _scene(found: Board | LoketError, cut_ms: int | None = None) -> Callable[[Tasks], QWidget]:
    def make(tasks: Tasks) -> QWidget:
        window = BoardWindow(Standing(found, cut_ms), tasks, lambda _number, _counter: None)
        window.begin()
        return window

    return make


ALL: dict[str, Callable[[Tasks], QWidget]] = {
    "board-busy": _scene(BUSY),
    "board-offline": _scene(BUSY, at(9, 7)),
    "board-empty": _scene(replace(BUSY, calls=())),
    "board-problem": _scene(BoardNotJoined()),
}
