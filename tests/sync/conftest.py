"""A clock in the test's hand."""

from __future__ import annotations

from random import Random

import pytest

from counter.clock import VirtualClock
from tests.office.building import at


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(at(8))


@pytest.fixture
def chance() -> Random:
    return Random(7)
