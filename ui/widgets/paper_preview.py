"""A paper as it will be printed, lying on a desk: the real PDF, drawn elsewhere, shown here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter.errors import LoketError
from counter.text import _
from ui.tasks import Tasks
from ui.theme.theme import font, theme
from ui.theme.tokens import HAIRLINE, RADIUS, Size, space
from ui.widgets.toast import paint_shadow

if TYPE_CHECKING:
    from counter.pages import PagePicture

    # Renders a paper so wide in device pixels; called off the Qt thread.
    Render = Callable[[int], PagePicture]


class PaperPreview(QWidget):
    """Shows one paper as large as it fits, from its top, up to its natural width."""

    def __init__(
        self, tasks: Tasks, *, natural: int = Size.PAPER, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._natural = natural
        self._render: Render | None = None
        self._image = QImage()
        self._asked = 0
        self._under_way = False
        self._again = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(space(30))
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setAccessibleName(_("Preview of the receipt"))
        self.update()

    def show_paper(self, render: Render) -> None:
        """Show another paper; the old one stays until the new one is drawn."""
        self._render = render
        self._draw()

    def clear(self) -> None:
        """Show an empty desk."""
        self._render = None
        self._asked += 1
        self._image = QImage()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(Size.SIDE, space(60))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._render is not None and event.size().width() != event.oldSize().width():
            self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours = theme()
        half = HAIRLINE / 2
        painter.setPen(colours.colour("line"))
        painter.setBrush(colours.colour("sunken"))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), RADIUS, RADIUS
        )
        if self._image.isNull():
            painter.setPen(colours.colour("muted"))
            painter.setFont(font())
            room = self.rect().adjusted(space(4), 0, -space(4), 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, _("The receipt appears here as it will be printed."))
            return
        width = self._paper_width()
        height = width * self._image.height() / self._image.width()
        paper = QRectF((self.width() - width) / 2, space(3), width, height)
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        paint_shadow(painter, paper)
        painter.fillRect(paper, colours.colour("paper"))
        painter.drawImage(paper, self._image)

    def _paper_width(self) -> int:
        return max(space(10), min(self._natural, self.width() - space(8)))

    def _draw(self) -> None:
        """Ask for the picture, never for two at once: only the latest paper matters."""
        if self._render is None:
            return
        if self._under_way:
            self._again = True
            return
        self._under_way = True
        pixels = round(self._paper_width() * self.devicePixelRatioF())
        self._tasks.ask(
            partial(_picture, self._render, pixels),
            asker=self,
            done=partial(self._drawn, self._asked),
            failed=self._failed,
        )

    def _drawn(self, asked: int, image: QImage) -> None:
        if asked == self._asked:
            self._image = image
            self.update()
        self._next()

    def _failed(self, error: LoketError) -> None:
        self.setToolTip(error.message().happened)
        self._next()

    def _next(self) -> None:
        self._under_way = False
        if self._again:
            self._again = False
            self._draw()


def _picture(render: Render, pixels: int) -> QImage:
    drawn = render(pixels)
    image = QImage(drawn.pixels, drawn.width_px, drawn.height_px, QImage.Format.Format_RGBX8888)
    return image.copy()  # the pixels are Python's and go
