"""A wait is told as a range that holds, or not at all."""

from __future__ import annotations

from heapq import heapreplace
from random import Random

import pytest

from counter.domain.waits import LEAST_GAPS, STALE_S, Seen, wait_range

MINUTE_MS = 60_000


def steady(calls: int, gap_min: int = 4) -> list[Seen]:
    """So many people, all there since the morning, called at one pace."""
    return [Seen(since_ms=0, called_ms=gap_min * MINUTE_MS * at) for at in range(1, calls + 1)]


def test_a_steady_pace_tells_how_long_it_takes() -> None:
    seen = steady(20)

    told = wait_range(seen, ahead=4, now_ms=seen[-1].called_ms)

    assert told is not None
    assert (told.low_s, told.high_s) == (20 * 60, 20 * 60)


def test_too_few_calls_tell_nothing() -> None:
    seen = steady(LEAST_GAPS)

    assert wait_range(seen, ahead=1, now_ms=seen[-1].called_ms) is None
    assert wait_range([], ahead=1, now_ms=0) is None


def test_a_pace_from_before_a_long_pause_tells_nothing() -> None:
    seen = steady(20)
    last = seen[-1].called_ms

    assert wait_range(seen, ahead=1, now_ms=last + 1000 * STALE_S) is not None
    assert wait_range(seen, ahead=1, now_ms=last + 1000 * STALE_S + 1) is None


def test_an_idle_counter_does_not_count_as_a_slow_one() -> None:
    busy = steady(20)
    later = busy[-1].called_ms + 60 * MINUTE_MS  # nobody came for an hour
    seen = [*busy, Seen(since_ms=later, called_ms=later)]

    told = wait_range(seen, ahead=4, now_ms=later)

    assert told is not None
    assert told.high_s == 20 * 60


@pytest.mark.parametrize("counters", [1, 3, 6])
def test_four_waits_out_of_five_end_in_the_range_told(counters: int) -> None:
    told, held = 0, 0
    for seed in range(60):
        for low_s, high_s, waited_s in waits(counters, Random(seed)):
            told += 1
            held += low_s <= waited_s <= high_s

    assert told > 500
    assert held / told > 0.78


def waits(counters: int, random: Random) -> list[tuple[int, int, float]]:
    """One morning of more people than the counters manage at once: told low, high, and waited."""
    free_s = [0.0] * counters
    arrived_s, seen, found = 0.0, list[Seen](), []
    for _each in range(80):
        arrived_s += random.expovariate(counters / 400)
        called_s = max(arrived_s, free_s[0])
        heapreplace(free_s, called_s + random.gammavariate(3, 140))
        now_ms = round(arrived_s * 1000)
        before = [each for each in seen if each.called_ms <= now_ms]
        ahead = len(seen) - len(before)
        if ahead and (said := wait_range(before, ahead=ahead, now_ms=now_ms)):
            found.append((said.low_s, said.high_s, called_s - arrived_s))
        seen.append(Seen(since_ms=now_ms, called_ms=round(called_s * 1000)))
    return found
