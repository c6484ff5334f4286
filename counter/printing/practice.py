"""What makes a paper of the practice branch unmistakable, on a screen and in a hand."""

from __future__ import annotations

from counter.printing.blocks import BOLD, Block, Style, fitted, framed, gap, stack
from counter.printing.papers import Letterhead
from counter.text import _

_PADDING = 3


def mark(head: Letterhead, width: float) -> list[Block]:
    """A black band across the paper; nothing on a real office's."""
    if not head.practice:
        return []
    words = fitted(practice_words(), Style(BOLD, 11), width - 2 * _PADDING, smallest=8)
    return [stack([gap(2), framed(words, width, padding=_PADDING, filled=True), gap(3)])]


def practice_words() -> str:
    """What the band says."""
    return _("PRACTICE: NOT VALID")


def across(head: Letterhead) -> str:
    """The word that lies under everything; none on a real office's paper."""
    return _("PRACTICE") if head.practice else ""
