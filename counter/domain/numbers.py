"""Numbers on paper: labels, never keys, each minted only in its minter's own lane."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, count

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KEPT_LETTER = "K"  # of places kept for another day; no group of services has it
BARE = ""  # the lane that shows in no ticket number; it belongs to one node


def stem(lane: str) -> str:
    """The lane a store had before it was copied or put back and its lane gained letters."""
    return lane.rstrip(_LETTERS)


def next_lane(taken: Collection[str]) -> str:
    """The first lane that is nobody's: the bare one, then 2, 3 and so on."""
    lanes = chain([BARE], map(str, count(2)))
    return next(each for each in lanes if each not in taken)


def lane_below(hub: str, taken: Collection[str]) -> str:
    """The first lane that is nobody's and that no other hub of the branch names.

    Args:
        hub: its lane. With letters it stands in another's place, and a third may, while neither
            hears of the other: its figures begin each lane that it names, `301` below `3H`.
    """
    if stem(hub) == hub:
        return next_lane(taken)
    lanes = (f"{stem(hub) or 1}0{each}" for each in count(1))
    return next(each for each in lanes if each not in taken)


def ticket_number(letter: str, lane: str, running: int) -> str:
    """`A-017`; from another lane than the bare one `A2-003`."""
    return f"{letter}{lane}-{running:03d}"


def lane_mark(lane: str) -> str:
    """`L3`; the bare lane is L1, which no other node is given."""
    return f"L{lane or 1}"


def receipt_number(branch: str, lane: str, year: int, running: int) -> str:
    """`3171-06/L3/2026/000412`."""
    return f"{branch}/{lane_mark(lane)}/{year}/{running:06d}"
