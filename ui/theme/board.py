"""The board's own tokens: dark whatever the desktop likes, sizes as shares of the screen's height.

Read from across a hall, so every ink on its ground has a contrast of 7:1 or more. No Qt.
"""

from __future__ import annotations

from enum import IntEnum

BACKGROUND = "#0B1622"
LINE = "#22303D"
TILE = "#152434"
CHIP = "#1E3A57"
TEXT = "#FFFFFF"
MUTED = "#A9BCCE"
CALL = "#FFD25E"  # where to go; the ground of the running text
ON_CALL = "#0B1622"
TROUBLE = "#FFB4A9"

COLUMN = 0.709  # of the width: what was called; the rest: who waits
_DESIGN = 1080  # the height that the sizes below were drawn for


class Part(IntEnum):
    """Sizes on a screen 1080 high."""

    HEADER = 95
    STRIP = 85
    EDGE = 48  # from the screen's left and right
    MARGIN = 64  # within the large column
    GAP = 16
    RADIUS = 11
    HAIRLINE = 1
    LABEL = 38  # the words over the number
    LABEL_TOP = 16
    NUMBER = 384
    NUMBER_HEIGHT = 346
    COUNTER = 138
    COUNTER_HEIGHT = 150
    ARROW = 98
    STROKE = 15
    TILES_TOP = 656  # from the screen's top
    TILE_HEIGHT = 212
    TILE_PADDING = 20
    EARLIER = 58  # a number called before
    SMALL = 29
    NOTE_HEIGHT = 76
    WORDS = 34
    CLOCK = 56
    HEADING = 32
    ROW = 92
    CHIP = 53
    EMPTY = 72


RUNS = 0.085  # of the screen's height a second: running text that is longer than the screen
APART = 0.12  # of the height, between its end and its next beginning
FRAME_MS = 33


def sized(part: Part, width: int, height: int) -> int:
    """A size in pixels, on a screen of this size; never wider than a 16:9 one would have it.

    On a screen that stands, the large column takes the whole width.
    """
    wide = width / COLUMN if height > width else width
    return max(1, round(part * min(height, wide * 9 / 16) / _DESIGN))
