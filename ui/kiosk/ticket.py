"""A number's page: read from two steps away, and photographed where no paper comes out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from counter.headcount import ahead_words
from counter.office.kiosk import Given
from counter.text import _, clock, language, short_date
from ui.kiosk.choice import size_in
from ui.kiosk.words import wait_words
from ui.theme.icons import paint_icon
from ui.theme.kiosk import Part
from ui.theme.theme import font_of, theme
from ui.theme.tokens import RING, Tone, Weight

_MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class TicketPage(QWidget):
    """Paints what was given, large, on a card of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.given: Given | None = None
        self.office = ""

    @property
    def is_without_paper(self) -> bool:
        """Whether the screen is all that the citizen has of the number."""
        return self.given is not None and bool(self.given.trouble)

    @property
    def paper(self) -> str:
        """What is said of the paper."""
        given = self.given
        if given is None:
            return ""
        if given.trouble:
            return _("No paper came out. Your number is valid: please photograph this screen.")
        return _("Please take your ticket.") if given.printed else _("Your ticket is printing.")

    @property
    def ahead(self) -> str:
        """Who comes first, and how long that takes; or the time that was agreed on."""
        given = self.given
        if given is None:
            return ""
        if given.slot is not None:
            return _("Appointment at {time}").format(time=clock(given.slot))
        told = [ahead_words(given.ahead)]
        if given.wait is not None:
            told.append(wait_words(given.wait))
        return " · ".join(told)

    def show_given(self, given: Given, office: str) -> None:
        """Show this number; the office's name stands on a photograph too."""
        self.given, self.office = given, office
        parts = (self.title, given.number, self.ahead, self.paper)
        self.setAccessibleName(". ".join(parts))
        self.update()

    @property
    def title(self) -> str:
        """The service."""
        if self.given is None:
            return ""
        titles = [each.in_language(language()) for each in self.given.following]
        then = [_("then {service}").format(service=each) for each in titles]
        return ", ".join([self.given.title.in_language(language()), *then])

    def paintEvent(self, event: QPaintEvent) -> None:
        given = self.given
        if given is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, gap = theme(), size_in(self, Part.GAP)
        card = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        tone = Tone.AMBER if given.trouble else Tone.GREEN if given.printed else Tone.NEUTRAL
        painter.setPen(QPen(colours.colour("line"), RING))
        painter.setBrush(colours.colour("surface"))
        painter.drawRoundedRect(card, size_in(self, Part.RADIUS), size_in(self, Part.RADIUS))
        band = self._paint_paper(painter, card, tone)
        room = QRectF(card.left() + gap, card.top() + gap, card.width() - 2 * gap, 0)
        room.setBottom(band.top() - gap)
        title = self.title
        if given.priority:
            title = f"{title} · {_('Priority')}"
        day = short_date(given.at.date())
        where = " · ".join(filter(None, (self.office, f"{day} {clock(given.at)}")))
        rows = [
            (title, font_of(size_in(self, Part.TILE), Weight.BOLD), "text"),
            (given.number, self._number_font(given.number, room), "text"),
            (self.ahead, font_of(size_in(self, Part.TILE), Weight.SEMI), "blue"),
            (where, font_of(size_in(self, Part.WORDS), Weight.REGULAR), "muted"),
        ]
        heights = [self._high(painter, room, text, font) for text, font, _ink in rows]
        room.setTop(room.center().y() - sum(heights) / 2)
        for (text, font, ink), high in zip(rows, heights, strict=True):
            painter.setFont(font)
            painter.setPen(colours.colour(ink))
            room.setHeight(high)
            painter.drawText(room, _MIDDLE, text)
            room.moveTop(room.bottom())

    def _paint_paper(self, painter: QPainter, card: QRectF, tone: Tone) -> QRectF:
        """A band along the card's foot: take the paper, or photograph the screen."""
        colours, gap = theme(), size_in(self, Part.GAP)
        font = font_of(size_in(self, Part.TILE), Weight.BOLD)
        icon = size_in(self, Part.ICON)
        words = QRectF(0, 0, card.width() - 4 * gap - icon, card.height())
        painter.setFont(font)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        needs = painter.boundingRect(words, left, self.paper)
        high = max(icon, needs.height()) + 2 * gap
        band = QRectF(card.left() + gap, card.bottom() - gap - high, card.width() - 2 * gap, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.wash(tone))
        painter.drawRoundedRect(band, size_in(self, Part.RADIUS), size_in(self, Part.RADIUS))
        ink = colours.ink(tone)
        begin = band.center().x() - (icon + gap + needs.width()) / 2
        name = "warning" if tone is Tone.AMBER else "receipt_long"
        paint_icon(painter, name, QRectF(begin, band.center().y() - icon / 2, icon, icon), ink)
        painter.setPen(ink)
        words = QRectF(begin + icon + gap, band.top(), needs.width() + 1, high)
        painter.drawText(words, left, self.paper)
        return band

    def _number_font(self, number: str, room: QRectF) -> QFont:
        """As large as the number's width and half the room's height allow."""
        whole = min(size_in(self, Part.NUMBER), round(room.height() * 0.5))
        font = font_of(max(1, whole), Weight.BOLD)
        wide = QFontMetrics(font).horizontalAdvance(number)
        if wide <= room.width():
            return font
        return font_of(max(1, round(font.pixelSize() * room.width() / wide)), Weight.BOLD)

    def _high(self, painter: QPainter, room: QRectF, text: str, font: QFont) -> float:
        painter.setFont(font)
        return painter.boundingRect(room, _MIDDLE, text).height()
