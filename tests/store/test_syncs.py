"""What an act costs the disk: one sync, counted by the system itself."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

from tests.fault.disk import Call, calls, record

STATION = ["-m", "tests.fault.station"]


def test_an_act_outside_checkpoints_is_one_sync(tmp_path: Path, checkout: Path) -> None:
    trace = tmp_path / "trace"
    folder = tmp_path / "store"

    record([sys.executable, *STATION, str(folder), "1", "6"], trace, cwd=checkout)

    acts = _syncs_an_act(list(calls(trace)))
    assert len(acts) > 20
    # the first write after a checkpoint begins the write-ahead log anew, and syncs its head
    assert sorted(acts)[:-2] == [1] * (len(acts) - 2)
    assert sum(acts) <= len(acts) + 2


def _syncs_an_act(heard: list[Call]) -> list[int]:
    """How many syncs stood between one act's word and the next."""
    said = [place for place, call in enumerate(heard) if call.name == "write" and _is_word(call)]
    return [
        sum(call.name in ("fsync", "fdatasync") for call in heard[one:two])
        for one, two in pairwise(said[1:-1])
    ]


def _is_word(call: Call) -> bool:
    return call.arguments.startswith("1,")
