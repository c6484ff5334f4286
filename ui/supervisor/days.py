"""The choice of days: a usual one, or any two dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from counter.domain.answers import parse_date
from counter.office.supervision import Days
from counter.text import N_, _, short_date
from ui.theme.tokens import Size, Tone, Weight, space
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.line_edit import LineEdit
from ui.widgets.pills import Pills
from ui.widgets.words import words

TODAY, YESTERDAY, WEEK, MONTH = "today", "yesterday", "week", "month"


class DaysBar(QFrame):
    """Which days: a usual choice, or any two dates."""

    chosen = Signal(object)  # Days; None: today, whatever day it becomes

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._saying = ""  # a translation key
        self.setProperty("look", "bar-top")
        self._rows = QHBoxLayout(self)
        self._rows.setContentsMargins(space(5), space(2), space(5), space(2))
        self._rows.setSpacing(space(2))
        self.show_ = QAction(self)
        self.show_.setShortcut(QKeySequence(Qt.Key.Key_Return))
        self.show_.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.show_.triggered.connect(self._choose_dates)
        self.addAction(self.show_)
        self.usual = Pills([(each, "") for each in (TODAY, YESTERDAY, WEEK, MONTH)])
        self.usual.choose(TODAY)
        self.usual.picked.connect(self._choose_usual)
        self.first, self.last = LineEdit(), LineEdit()
        self.said = words("", weight=Weight.SEMI, tone=Tone.RED)
        self._to = words(tone=Tone.NEUTRAL)
        for field in (self.first, self.last):
            field.setFixedWidth(Size.DATE_FIELD - space(6))
        self._rows.addWidget(self.usual)
        self._rows.addStretch()
        self._rows.addWidget(self.said)
        self._rows.addWidget(self.first)
        self._rows.addWidget(self._to)
        self._rows.addWidget(self.last)
        self._rows.addWidget(KeyButton(self.show_, Rank.INVITING))
        self.show_days((today(), today()))
        self.retranslate()

    def show_days(self, days: Days) -> None:
        """Write these days into the fields."""
        self.first.setText(short_date(days[0]))
        self.last.setText(short_date(days[1]))

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.usual.rename([_("Today"), _("Yesterday"), _("7 days"), _("This month")])
        self._say(self._saying)
        self._to.setText(_("to"))
        self.show_.setText(_("Show"))
        self.first.setAccessibleName(_("From day"))
        self.last.setAccessibleName(_("To day"))

    @Slot()
    def _choose_usual(self) -> None:
        today = self._today()
        first, last = {
            TODAY: (today, today),
            YESTERDAY: (today - timedelta(days=1),) * 2,
            WEEK: (today - timedelta(days=6), today),
            MONTH: (today.replace(day=1), today),
        }[self.usual.answer()]
        self._say("")
        self.show_days((first, last))
        self.chosen.emit(None if self.usual.answer() == TODAY else (first, last))

    @Slot()
    def _choose_dates(self) -> None:
        first, last = parse_date(self.first.text()), parse_date(self.last.text())
        for day, field in ((first, self.first), (last, self.last)):
            if day is None:
                self._say(N_("Write a day so: 24-11-2026."))
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        assert first is not None
        assert last is not None
        if last < first:
            self._say(N_("The last day is before the first."))
            self.last.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._say("")
        self.usual.choose("")
        self.chosen.emit((first, last))

    def _say(self, key: str) -> None:
        self._saying = key
        self.said.setText(_(key) if key else "")
