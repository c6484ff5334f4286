"""How long somebody will wait, told from how fast people were called today."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import ceil, floor, sqrt
from statistics import mean, pvariance

from msgspec import Struct

LEAST_GAPS = 8  # fewer tell too little
MOST_GAPS = 24  # more tell of another hour
STALE_S = 1800  # nobody was called for so long: the pace from before says nothing of now
STEP_S = 300  # people are told five minutes, not seconds
_SURE = 1.28  # standard deviations on each side that hold four waits out of five


class Seen(Struct, frozen=True):
    """Somebody who was called today."""

    since_ms: int  # when their wait began
    called_ms: int  # the first time


class WaitRange(Struct, frozen=True):
    """From how many seconds to how many, in whole steps of five minutes."""

    low_s: int
    high_s: int


def wait_range(seen: Iterable[Seen], *, ahead: int, now_ms: int) -> WaitRange | None:
    """Tell the range that four waits out of five end in.

    Method: whoever has `ahead` people before them is called by the (ahead + 1)-th call from now.
    The gaps between calls today are the pace, but only those in which somebody waited all along
    (the second waited before the first was called): an idle counter is not a slow one.
    The last 24 such gaps give mean m and variance v of k gaps; n calls then take n·m, with
    variance n·v for their own spread and n²·v/k because m itself is only measured. The range is
    1.28 standard deviations to each side, rounded outwards to five minutes. Later arrivals with
    priority and counters that open or close are not foreseen.

    Args:
        seen: those called today by the counters that may call this one.
        ahead: how many of them will be called first.

    Returns:
        None where the day tells too little: under eight gaps, or no call for half an hour.
    """
    calls = sorted(seen, key=lambda each: each.called_ms)
    gaps_s = [
        (later.called_ms - earlier.called_ms) / 1000
        for earlier, later in pairwise(calls)
        if later.since_ms <= earlier.called_ms
    ][-MOST_GAPS:]
    if len(gaps_s) < LEAST_GAPS or now_ms - calls[-1].called_ms > 1000 * STALE_S:
        return None
    turns = ahead + 1
    middle_s = turns * mean(gaps_s)
    spread_s = _SURE * sqrt(pvariance(gaps_s) * (turns + turns**2 / len(gaps_s)))
    return WaitRange(
        low_s=STEP_S * floor(max(0.0, middle_s - spread_s) / STEP_S),
        high_s=STEP_S * max(1, ceil((middle_s + spread_s) / STEP_S)),
    )
