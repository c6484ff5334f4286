"""The board's window: full screen, fed by its node, moved by nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from counter.clock import Clock
from counter.domain.calendar import Zone, branch_time
from counter.errors import LoketError
from counter.office.board import SHOWN, STAYS_S, Board, Call, empty_words
from counter.text import _, clock, long_date, since
from ui.board.strip import RunningText
from ui.board.turns import Turns
from ui.board.view import BoardView, Showing
from ui.tasks import Tasks, Watch
from ui.theme import board as look
from ui.theme.board import Part
from ui.widgets.minute_clock import Heartbeat

_NOT_YET = "office-not-set-up"

_log = logging.getLogger(__name__)


class Feeds(Protocol):
    """What a board needs of its node."""

    @property
    def clock(self) -> Clock:
        """What time it is."""

    def start(self) -> None:
        """Open the store and keep it up to date."""

    def board(self, after: int | None = None) -> Board:
        """What is shown, and every call since a position."""

    def cut_since_ms(self) -> int | None:
        """Since when there is no line."""

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Hear of every change, on another thread."""


class BoardWindow(QWidget):
    """Shows what is called; each call has its turn, and stays among the last ones.

    Args:
        say: says a number and a counter, and returns when it has; on a worker.
        stays_ms: how long a call is shown at least.
    """

    def __init__(
        self,
        node: Feeds,
        tasks: Tasks,
        say: Callable[[str, int], None],
        *,
        stays_ms: int = 1000 * STAYS_S,
    ) -> None:
        super().__init__()
        self._node = node
        self._tasks = tasks
        self._zone = Zone.WIB
        self._board: Board | None = None
        self._shown: list[Call] = []
        self._cut_ms: int | None = None
        self._end_hearing: Callable[[], None] | None = None
        self.view = BoardView(self)
        self.strip = RunningText(self)
        self.turns = Turns(tasks, say, self, stays_ms=stays_ms)
        self.turns.turn.connect(self._take_turn)
        self._watch = Watch(
            tasks, self._read, show=self._show_board, failed=self._show_trouble, parent=self
        )
        self._heart = Heartbeat(self._now, self)
        self._heart.minute.connect(self._show_all)
        for keys in ("Ctrl+Q", "Alt+F4"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        QShortcut(QKeySequence("F11"), self).activated.connect(self._switch_full_screen)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setWindowTitle(_("Board"))
        self._words = _("Opening…")

    @property
    def called(self) -> str:
        """The number that has its turn; empty before the first."""
        return self._shown[0].number if self._shown else ""

    @property
    def showing(self) -> Showing:
        """What stands on the board."""
        return self.view.showing

    def begin(self) -> None:
        """Open the store on a worker; what comes then is shown."""
        self._end_hearing = self._node.subscribe(lambda _touched: self._watch.touch())
        self._tasks.ask(
            self._node.start,
            asker=self,
            done=lambda _nothing: self._watch.read_now(),
            failed=self._show_trouble,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setWindowTitle(_("Board"))
            self._show_all()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._watch.stop()
        if self._end_hearing is not None:
            self._end_hearing()
            self._end_hearing = None
        super().closeEvent(event)

    # --- what the node says -------------------------------------------------------------------
    def _read(self) -> tuple[Board, int | None]:
        after = None if self._board is None else self._board.position
        return self._node.board(after), self._node.cut_since_ms()

    def _show_board(self, answer: tuple[Board, int | None]) -> None:
        board, self._cut_ms = answer
        is_new_day = self._board is None or self._board.day != board.day
        self._board, self._zone = board, Zone(board.zone)
        if is_new_day:
            coming = {each.number for each in board.news}
            self._shown = [each for each in board.calls if each.number not in coming]
        self._shown = [each for each in self._shown if each.number not in board.taken_back]
        self._words = empty_words(board)
        self._lay()
        self.turns.hear(board.news)
        self._show_all()

    def _show_trouble(self, error: LoketError) -> None:
        if error.code == _NOT_YET:
            self._words = _("Waiting for what the hub has to tell.")
        else:
            _log.warning("board: %s", error.code)
            self._words = "\n\n".join(error.message())
        self._show_all()

    @Slot(object)
    def _take_turn(self, call: Call) -> None:
        rest: Sequence[Call] = [each for each in self._shown if each.number != call.number]
        self._shown = [call, *rest][:SHOWN]
        self._show_all()

    # --- what is seen -------------------------------------------------------------------------
    @Slot()
    def _show_all(self) -> None:
        now = self._now()
        board = self._board
        note = ""
        if self._cut_ms is not None:
            at = branch_time(self._cut_ms, self._zone)
            said = _("No line to the hub {since}. The last calls stay here.")
            note = said.format(since=since(at))
        self.view.show_all(
            Showing(
                office=board.office if board else "",
                date=long_date(now.date()),
                clock=clock(now),
                calls=tuple(self._shown),
                waiting=board.waiting if board else (),
                note=note,
                words=self._words,
            )
        )

    def _lay(self) -> None:
        text = self._board.running_text if self._board else ""
        high = look.sized(Part.STRIP, self.width(), self.height()) if text.strip() else 0
        self.view.setGeometry(0, 0, self.width(), self.height() - high)
        self.strip.setGeometry(0, self.height() - high, self.width(), high)
        self.strip.show_text(text)
        self.strip.setVisible(high > 0)

    def _now(self) -> datetime:
        local = branch_time(self._node.clock.now_ms(), self._zone)
        return local.replace(tzinfo=timezone(self._zone.offset))

    @Slot()
    def _switch_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
