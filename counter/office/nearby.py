"""Hubs that announce themselves on the local network, for whoever is about to join one.

What is announced is an address and no more: the code that is typed beside it proves the hub.
"""

from __future__ import annotations

from msgspec import Struct

LISTENS_S = 3.0


class Nearby(Struct, frozen=True):
    """A hub as it announces itself."""

    branch: str
    url: str


def hubs_nearby() -> tuple[Nearby, ...]:
    """Listen for some seconds."""
    from counter.sync.discovery import browse

    heard = browse(listens_s=LISTENS_S)
    return tuple(Nearby(each.branch, each.urls[0]) for each in heard if each.urls)
