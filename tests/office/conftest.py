"""An office of one PC, its clock in the test's hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.office.office import Office
from tests.office.building import an_office, at


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(at(8))


@pytest.fixture
def office(tmp_path: Path, clock: VirtualClock) -> Iterator[Office]:
    office = an_office(tmp_path / "office", clock)
    yield office
    office.close()
