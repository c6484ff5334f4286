"""The table of regions that ships with Loket, read when first asked for (10 ms)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from counter.domain.regions import Regions


@cache
def regions() -> Regions:
    """Every region that a NIK can name."""
    return Regions(_read("current.csv"), _read("former.csv"))


def _read(name: str) -> dict[str, str]:
    text = (files("resources") / "regions" / name).read_text(encoding="utf-8")
    # No name has a comma (resources.making.regions sees to it): the csv module would take longer.
    return dict(line.split(",", 1) for line in text.splitlines())
