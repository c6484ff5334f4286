"""The kiosk's sizes: drawn for 1366 by 768, and larger with its screen and with big type."""

from __future__ import annotations

from enum import IntEnum

_LONG, _SHORT = 1366, 768
_LEAST = 0.7
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
    LANGUAGE = 80
    COLUMN = 300  # a tile is no narrower, in type of the usual size


def sized(part: Part, width: int, height: int, *, big: bool = False) -> int:
    """A part's size on a screen, lying or standing; room does not grow with the type."""
    across, down = (_LONG, _SHORT) if width >= height else (_SHORT, _LONG)
    scale = max(_LEAST, min(width / across, height / down))
    grows = part in (Part.TILE, Part.WORDS, Part.LETTER, Part.COLUMN)
    return round(part * scale * (_BIG if big and grows else 1))
