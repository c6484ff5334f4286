"""Icons: SVG files from `resources/icons`, tinted with a token's colour.

QtSvg is imported with the first icon, not with the window.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter

from counter.files import resource


def paint_icon(painter: QPainter, name: str, where: QRectF, colour: QColor) -> None:
    """Draw the icon of that name inside `where`, sharp at every scale."""
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(_tinted(name, colour.name()).encode()))
    renderer.render(painter, where)


@lru_cache(maxsize=128)
def _tinted(name: str, colour: str) -> str:
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return drawing.replace("<svg ", f'<svg fill="{colour}" ', 1)
