"""Time on a window: the date and clock of the header, and a heartbeat for what counts seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter.text import clock, long_date
from ui.theme.tokens import Tone, Type, Weight, space
from ui.widgets.words import ShortWords, words

_SECOND_MS = 1000


class Heartbeat(QObject):
    """Beats on the second, so that every stopwatch of a window ticks at once."""

    second = Signal()
    minute = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._minute = now().minute
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._beat)
        self._wait()

    def now(self) -> datetime:
        """The branch's own time."""
        return self._now()

    @Slot()
    def _beat(self) -> None:
        self.second.emit()
        minute = self._now().minute
        if minute != self._minute:
            self._minute = minute
            self.minute.emit()
        self._wait()

    def _wait(self) -> None:
        self._timer.start(_SECOND_MS - self._now().microsecond // 1000)


class MinuteClock(QWidget):
    """The day written out and the time; the date gives way where there is little room."""

    def __init__(self, heart: Heartbeat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heart = heart
        self.date = ShortWords(tone=Tone.NEUTRAL)
        self.time = words(size=Type.LEAD, weight=Weight.BOLD)
        rows = QHBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(space(3))
        rows.addWidget(self.date)
        rows.addWidget(self.time)
        heart.minute.connect(self.retranslate)
        self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Tell the time in the language in use."""
        now = self._heart.now()
        self.date.set_text(long_date(now.date()))
        self.time.setText(clock(now))
        self.setAccessibleName(f"{self.date.text()} {self.time.text()}")
