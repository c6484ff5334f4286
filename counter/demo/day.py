"""One branch's day for real: stations, hub, kiosk, board and central as processes, from one seed.

The driver lets the day pass; then everything is synced, judged and told in figures.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from counter.demo import checks, model
from counter.demo.branch import midnight_ms
from counter.demo.checks import Check, DayEvidence
from counter.demo.driver import DAY, Driver, Places, Tell

N = TypeVar("N", int, float)
RECEIPTS, TICKETS, SCREENSHOTS = "receipts", "tickets", "screenshots"
RESULT, REPORT = "day.json", "day.pdf"


class DayAsked(Struct, frozen=True):
    """Which day is to be run."""

    seed: int
    stations: int
    out: Path
    visitors: int | None = None  # None: as the model draws them
    pictures: bool = True


class DayDone(Struct, frozen=True):
    """What came of it."""

    result: dict[str, Any]  # as `day.json` has it
    checks: list[Check]

    @property
    def holds(self) -> bool:
        """Whether everything that must hold does."""
        return all(each.holds for each in self.checks)


def run_day(asked: DayAsked, *, tell: Tell) -> DayDone:
    """Run a day, write what came of it into its folder, and judge it.

    Args:
        tell: hears what happens, a line each.

    Raises:
        ChildFailed: a process of the day broke.
        OSError: the folder cannot be written to.
    """
    began_s = time.monotonic()
    places = Places(asked.out / RECEIPTS, asked.out / TICKETS, asked.out / SCREENSHOTS)
    for place, kind in (
        (places.receipts, "*.pdf"),
        (places.tickets, "*.pdf"),
        (places.screenshots, "*.png"),
    ):
        place.mkdir(parents=True, exist_ok=True)
        for stale in place.glob(kind):
            stale.unlink()
    with tempfile.TemporaryDirectory(prefix="loket-day-") as room, ExitStack() as ending:
        day = Driver(
            asked.seed,
            asked.stations,
            places,
            Path(room),
            visitors=asked.visitors,
            pictures=asked.pictures,
            tell=tell,
            ending=ending,
        )
        day.begin()
        day.live()
        evidence, sent = day.finish()
        day.report(asked.out / REPORT)
        day.close()
    elapsed_s = time.monotonic() - began_s
    done = DayDone(
        result=_result(asked, day, evidence, sent, elapsed_s=elapsed_s),
        checks=checks.check_day(evidence),
    )
    (asked.out / RESULT).write_bytes(
        msgspec.json.format(msgspec.json.encode(done.result), indent=2) + b"\n"
    )
    return done


def _result(
    asked: DayAsked, day: Driver, evidence: DayEvidence, sent: int, *, elapsed_s: float
) -> dict[str, Any]:
    tickets, receipts = evidence.tickets, evidence.receipts
    ended = ("served", "no_show", "left", "cancelled")
    counts = {state: sum(each.state == state for each in tickets) for state in ended}
    gone_ms, back_ms = (midnight_ms(DAY) + at_s * 1000 for at_s in model.OUTAGE_S)
    compared = checks.delivery(evidence)
    took_ms = [each for node in evidence.nodes for each in node.reservations_ms]
    error = checks.wait_error(evidence)
    return {
        "seed": asked.seed,
        "stations": asked.stations,
        "day": DAY.isoformat(),
        "tickets": {
            "issued": len(tickets),
            **counts,
            "open": len(tickets) - sum(counts.values()),  # when the day ended
        },
        "wait_s": _spread([each.wait_s for each in tickets if each.wait_s is not None]),
        "service_s": _spread([each.service_s for each in tickets if each.service_s is not None]),
        "receipts": {
            "issued": len(receipts),
            "distinct_numbers": len({each.number for each in receipts}),
            "gaps": checks.gaps(receipts),
        },
        "sync": {**msgspec.structs.asdict(compared), "bytes_sent": sent},
        "outage": {"tickets_during": sum(gone_ms <= each.issued_ms < back_ms for each in tickets)},
        "hub": {
            "reservations": len(took_ms),
            "reservation_ms_p50": _rounded(_nearest(took_ms, 50)),
            "reservation_ms_p99": _rounded(_nearest(took_ms, 99)),
            "outages": day.outages,
            "promotions": day.promotions,
        },
        "calls": {
            "double_started": sum(each.started for each in evidence.crossings),
            "conflicts_shown": sum(each.shown for each in evidence.crossings),
            "in_vain": sum(each.in_vain for each in evidence.crossings),
        },
        "wait_estimate": {
            "told": len(evidence.told),
            "median_abs_error": None if error is None else round(error, 3),
        },
        "board": {
            "announced": sum(len(node.announced) for node in evidence.nodes),
            "lost": len(checks.lost_calls(evidence)),
        },
        "conflicts": sum(each.conflicts for each in tickets),
        "elapsed_s": round(elapsed_s, 3),
    }


def _spread(seconds: Sequence[int]) -> dict[str, int | None]:
    """The median and the ninth decile."""
    return {"p50": _nearest(seconds, 50), "p90": _nearest(seconds, 90)}


def _nearest(figures: Sequence[N], percent: int) -> N | None:
    """A percentile by nearest rank, as reports have them."""
    ordered = sorted(figures)
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 2)
