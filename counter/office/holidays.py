"""The national holidays that ship with Loket: the seed of every office's calendar."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from counter.domain.calendar import Holiday


class _Seed(msgspec.Struct, forbid_unknown_fields=True):
    holidays: tuple[Holiday, ...]


@cache
def national_holidays() -> tuple[Holiday, ...]:
    """Public holidays and joint leave of the years this release knows, by day."""
    text = (files("resources") / "calendar" / "id.toml").read_text(encoding="utf-8")
    seed = msgspec.convert(tomllib.loads(text), _Seed)
    return tuple(sorted(seed.holidays, key=lambda holiday: holiday.day))
