"""Tying a store to its PC and its last start, so that no number is printed twice.

A store that was copied to another PC, or put back from a backup, would count on from an old
number. It is told by the PC's own marks (two of three must match) and by a count of starts kept
both in the store and beside it; then its lane gains two random letters.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path

_UNMISTAKABLE = "ACDEFGHJKLMNPQRTUVWXY"  # no B/8, I/1, O/0, S/5, Z/2


def machine_marks() -> dict[str, str]:
    """Hashes of this PC's system id, disk serial and first network address, where known."""
    found: dict[str, str] = {}
    if sys.platform == "win32":
        from counter.windows import machine_marks as windows_marks

        found = windows_marks()
    else:
        for name, pattern in (
            ("system", "/sys/class/dmi/id/product_uuid"),
            ("disk", "/sys/block/[nsv]*/device/serial"),
        ):
            text = _first_text(pattern)
            if text:
                found[name] = text
    address = uuid.getnode()
    if not address >> 40 & 1:  # with that bit set Python made the number up
        found["network"] = f"{address:012x}"
    return {name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in found.items()}


def _first_text(pattern: str) -> str:
    for file in sorted(Path("/").glob(pattern.lstrip("/"))):
        try:
            text = file.read_text(errors="replace").strip()
        except OSError:  # only root may read some of them
            continue
        if text:
            return text
    return ""


def same_machine(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether two sets of marks are one PC's: at most one known mark changed."""
    shared = before.keys() & now.keys()
    matching = sum(before[name] == now[name] for name in shared)
    return matching >= min(2, len(shared))


def same_start(in_store: int, beside: int) -> bool:
    """Whether the store is the one last started here.

    The store counts first: a cut between the two leaves the count beside it one behind. A store
    put back from an earlier start has fewer than were counted beside it, and never matches.
    """
    return beside in (in_store, in_store - 1)


def fresh_lane(lane: str) -> str:
    """The lane with two random letters in place of earlier ones."""
    digits = "".join(each for each in lane if each.isdigit())
    return digits + "".join(secrets.choice(_UNMISTAKABLE) for _ in range(2))
