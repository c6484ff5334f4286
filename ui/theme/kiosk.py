"""The kiosk's sizes: drawn for 1366 by 768, and larger with its screen and with big type."""

from __future__ import annotations

from enum import IntEnum

_WIDTH, _HEIGHT = 1366, 768
_BIG = 1.3
TOUCH = 80  # the least that a finger is offered, in device-independent pixels


class Part(IntEnum):
    """Sizes on the drawing, in pixels."""

    HEADING = 40
    TILE = 26
    WORDS = 20
    LETTER = 30
    NUMBER = 200
    MARGIN = 44
    GAP = 18
    PADDING = 24
    BADGE = 54
    RADIUS = 16
    BAR = 92
    ICON = 36
    DASH = 4


def sized(part: Part, width: int, height: int, *, big: bool = False) -> int:
    """A part's size on a screen; room does not grow with the type."""
    scale = max(0.7, min(width / _WIDTH, height / _HEIGHT))
    grows = part in (Part.TILE, Part.WORDS, Part.LETTER)
    return round(part * scale * (_BIG if big and grows else 1))
