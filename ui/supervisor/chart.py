"""The chart of the days shown, drawn elsewhere in the screen's own pixels."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter.office.statistics import ChartLook, Statistics
from counter.text import _, language
from ui.supervisor.making import chart_image
from ui.tasks import Tasks
from ui.theme.theme import theme
from ui.theme.tokens import Size, space


class Chart(QWidget):
    """The one chart, its pixels made elsewhere; the old one stays until the new one is drawn."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._figures: Statistics | None = None
        self._image = QImage()
        self._wanted: object = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figures(self, figures: Statistics) -> None:
        """Show these figures."""
        self._figures = figures
        self.setAccessibleName(
            _("Arrivals and wait by hour") if figures.one_day else _("Arrivals and wait by day")
        )
        self._draw()

    def is_drawn(self) -> bool:
        """Whether it can be seen."""
        return not self._image.isNull()

    def sizeHint(self) -> QSize:
        return QSize(Size.PAGE, Size.CHART - space(8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = chart_look()
        if isinstance(self._wanted, tuple) and self._wanted[1] != look:
            self._draw()  # light and dark were switched
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._image)

    def _draw(self) -> None:
        if self._figures is None or self.width() < space(30):
            return
        scale = self.devicePixelRatioF()
        size = (round(self.width() * scale), round(self.height() * scale))
        wanted = (self._figures, chart_look(), size, scale, language())
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._tasks.ask(
            partial(chart_image, self._figures, chart_look(), size, scale),
            asker=self,
            done=partial(self._drawn, wanted),
            failed=lambda _error: None,  # drawing asks nothing of the office
        )

    def _drawn(self, wanted: object, made: tuple[QImage, str]) -> None:
        if wanted == self._wanted:
            self._image, said = made
            self.setAccessibleDescription(said)
            self.update()


def chart_look() -> ChartLook:
    """The theme's colours, for a chart."""
    colours = theme().colours
    return ChartLook(
        surface=colours.surface,
        line=colours.line,
        text=colours.text,
        muted=colours.muted,
        bar=colours.bar,
        bar_running=colours.bar_running,
        outline=colours.bar_outline,
        wait=colours.trend,
    )
