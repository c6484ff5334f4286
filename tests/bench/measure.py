"""Taking turns: two measurements alternate, and their medians are compared."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from msgspec import Struct


class Figure(Struct, frozen=True):
    """One comparison."""

    ours: float
    floor: float
    unit: str
    ratio: float
    target: float
    met: bool


def figure(ours: float, floor: float, *, unit: str, target: float) -> Figure:
    """A comparison that holds where the ratio is at most the target."""
    ratio = ours / floor
    return Figure(round(ours, 4), round(floor, 4), unit, round(ratio, 3), target, ratio <= target)


def against(figure_: float, *, unit: str, target: float) -> Figure:
    """A figure with a bound of its own and nothing to compare it with."""
    return Figure(round(figure_, 3), 1.0, unit, round(figure_, 3), target, figure_ <= target)


def taking_turns(
    ours: Callable[[], float], floor: Callable[[], float], *, repeats: int
) -> tuple[float, float]:
    """The medians of two measurements made in turn."""
    pairs = [(ours(), floor()) for _ in range(repeats)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def ms_each(act: Callable[[], object], times: int) -> float:
    """Milliseconds that one of many takes."""
    started = time.perf_counter()
    for _ in range(times):
        act()
    return (time.perf_counter() - started) * 1000 / times
