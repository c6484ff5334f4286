"""Whom a node may speak to above it: the branch's hub first, central behind it.

The hub is whichever node was promoted last: its address and key come from that event, the token
from whichever hub let this node in. Central takes the same token, because the hub's letting-in is
an event that it holds too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counter.store import nodes
from counter.sync.link import HUB_LINK, LINK, Link

if TYPE_CHECKING:
    from counter.store.work import Reading


def hub_of(reading: Reading, own: str) -> Link | None:
    """The branch's hub; None where this node has joined none, or is the hub itself.

    Args:
        own: this node's id.
    """
    joined = reading.local.get(HUB_LINK, Link)
    promoted = reading.settings.hub()
    if joined is None or promoted is None:
        return joined
    if promoted.node == own:
        return None
    key = nodes.key_of_node(reading.connection, reading.branch, promoted.node)
    return msgspec.structs.replace(
        joined,
        url=promoted.url,
        certificate=promoted.certificate or None,
        central_key=key or joined.central_key,
    )


def central_of(reading: Reading) -> Link | None:
    """Central: as this node joined it, or as its hub has named it."""
    joined = reading.local.get(LINK, Link)
    if joined is not None:
        return joined
    hub, named = reading.local.get(HUB_LINK, Link), reading.settings.central()
    if hub is None or named is None:
        return None
    return Link(
        url=named.url,
        token=hub.token,
        central_key=named.public_key,
        certificate=named.certificate or None,
    )
