"""Indonesia's regions by Kemendagri code, from provinces to districts.

A look-up over rows that somebody else read. A NIK keeps the code of its first registration for
life, so codes that a split of regions retired are looked up too, and told apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

PROVINCE, REGENCY, DISTRICT = 2, 4, 6  # digits of a code


class Region(Struct, frozen=True):
    """A province, a regency or city, or a district."""

    code: str  # digits only: 317101
    name: str
    former: bool = False  # its code is no longer in use

    @property
    def short_name(self) -> str:
        """The name as people say it: "Kota Jakarta Pusat" is an administrative city by law."""
        return self.name.replace(" Administrasi ", " ")


class Regions:
    """The regions of today, and the codes of the past."""

    def __init__(self, current: Mapping[str, str], former: Mapping[str, str]) -> None:
        self._current = current
        self._former = former

    def find(self, code: str) -> Region | None:
        """Look up a code, with or without dots; None where there never was one that we know."""
        digits = code.replace(".", "")
        if (name := self._current.get(digits)) is not None:
            return Region(digits, name)
        if (name := self._former.get(digits)) is not None:
            return Region(digits, name, former=True)
        return None

    def path(self, code: str) -> tuple[Region, ...]:
        """List what a code names, from its province down, as far as it is known."""
        digits = code.replace(".", "")
        steps = (self.find(digits[:length]) for length in range(PROVINCE, len(digits) + 1, 2))
        return tuple(step for step in steps if step)

    def children(self, code: str = "") -> tuple[Region, ...]:
        """List today's regions right below one, by code; without a code, the provinces."""
        length = len(code) + 2
        start = bisect_left(self._codes, code)
        end = bisect_left(self._codes, code + ":")  # the character after 9
        return tuple(
            Region(each, self._current[each])
            for each in self._codes[start:end]
            if len(each) == length
        )

    def search(self, text: str, limit: int = 20) -> tuple[Region, ...]:
        """Find today's districts by words of their own name or of what they lie in.

        Those whose own name begins with what was typed come first.
        """
        words = text.casefold().split()
        if not words:
            return ()
        found = [code for code, spelled in self._spelled if all(word in spelled for word in words)]
        found.sort(key=lambda code: not self._current[code].casefold().startswith(words[0]))
        return tuple(Region(code, self._current[code]) for code in found[:limit])

    @cached_property
    def _spelled(self) -> list[tuple[str, str]]:
        return [
            (code, " ".join(region.name for region in reversed(self.path(code))).casefold())
            for code in self._codes
            if len(code) == DISTRICT
        ]

    @cached_property
    def _codes(self) -> list[str]:
        return sorted(self._current)


def dotted(code: str) -> str:
    """Write a code as decrees do: 31.71.01."""
    return ".".join(code[at : at + 2] for at in range(0, len(code), 2))
