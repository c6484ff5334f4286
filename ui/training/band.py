"""The band along the top of every window of practice: nobody can take it for work."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from counter.text import _
from ui.theme.theme import font, theme
from ui.theme.tokens import HAIRLINE, RADIUS, RING, Tone, Type, Weight, space
from ui.widgets.button import Button
from ui.widgets.window import Window

NAME = "LATIHAN / PRACTICE"  # in both languages at once: whoever walks by reads one of them
_HEIGHT, _CAP = 6, 5  # grid steps: of the band, and of the button within it


class Band(QWidget):
    """Says that this is practice, what that means, and which PIN opens it.

    Args:
        pin: everybody's.
        panel: opens the panel; None: this window has none.
    """

    def __init__(self, pin: str, panel: QAction | None = None) -> None:
        super().__init__()
        self._pin = pin
        self._said = ""
        self.setFixedHeight(space(_HEIGHT))
        rows = QHBoxLayout(self)
        rows.setContentsMargins(space(4), 0, space(4), 0)
        rows.addStretch()
        self.button = None if panel is None else _BandButton(panel)
        if self.button is not None:
            rows.addWidget(self.button)
        self._retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme()
        painter.fillRect(self.rect(), colours.ink(Tone.VIOLET))
        painter.setPen(colours.colour("surface"))
        painter.setFont(font(Type.BODY, Weight.BOLD))
        left = space(4)
        end = self.width() - space(4)
        if self.button is not None and self.button.isVisible():
            end = self.button.x() - space(4)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 0, end - left, self.height()), middle, NAME)
        left += painter.fontMetrics().horizontalAdvance(NAME) + space(4)
        painter.setFont(font())
        shown = painter.fontMetrics().elidedText(
            self._said, Qt.TextElideMode.ElideRight, max(0, end - left)
        )
        painter.drawText(QRectF(left, 0, end - left, self.height()), middle, shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        told = _("All of this is made up and not valid.")
        pin = _("Everybody's PIN is {pin}.").format(pin=self._pin)
        self._said = f"{pin} {told}"
        self.setAccessibleName(f"{NAME}. {self._said}")
        self.setToolTip(self._said)
        self.update()


class _BandButton(Button):
    """An action on the band: its words and its key."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self.setFont(font(Type.SMALL, Weight.SEMI))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + space(4)
        return QSize(width, space(_CAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme().colour("surface")
        width = RING if self.hasFocus() else HAIRLINE
        painter.setPen(QPen(ink, width))
        half = width / 2
        face = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(face, RADIUS, RADIUS)
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _follow(self) -> None:
        key = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(f"{self._action.text()}  {key}".strip())
        self.setAccessibleName(self.text())
        self.setVisible(self._action.isVisible())
        self.updateGeometry()
        self.update()


class Bands(QObject):
    """Gives every window of ours its band before it is first seen, for as long as this lives."""

    def __init__(self, app: QApplication, pin: str) -> None:
        super().__init__(app)
        self._pin = pin
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, Window):
            self.mark(watched)
        return False

    def mark(self, window: QWidget, panel: QAction | None = None) -> None:
        """Put a band on a window that has none; a page of another window has that one's."""
        if isinstance(window, Window) and window.isWindow() and window.menuWidget() is None:
            band = Band(self._pin, panel)
            window.setMenuWidget(band)
            band.show()  # a window that is being shown has laid out and shown its parts already
            if (layout := window.layout()) is not None:
                layout.activate()
