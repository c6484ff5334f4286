"""What the form is told about what was typed: by field, in words ready to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from msgspec import Struct


class Verdict(Enum):
    """How a field stands."""

    FINE = "fine"  # checked, and it tells something
    DOUBTFUL = "doubtful"  # can be filed with a reason
    WRONG = "wrong"  # must be corrected
    NOTE = "note"  # only a reading: the weekday of a date


class Said(Struct, frozen=True):
    """One field's verdict and its words; none for a field that has nothing to say."""

    verdict: Verdict
    text: str = ""


# From every raw answer to what is said of those that have something to be said of them.
Judge = Callable[[Mapping[str, str]], Mapping[str, Said]]
