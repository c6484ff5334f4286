"""Whom a node may speak to above it: the branch's hub first, central behind it.

The hub is whichever node was promoted last, or let this node in since: its address and key come
from that event, the token from whichever hub let this node in. Central takes the same token,
because the hub's letting-in is an event that it holds too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counter.clock import Clock
from counter.store import nodes
from counter.sync.link import HUB_LINK, LINK, HubFound, Link
from counter.sync.status import Above

if TYPE_CHECKING:
    from counter.store.local import Local
    from counter.store.work import Reading


BEYOND_AFTER_S = 10.0  # the hub's silence
BACK_EVERY_S = 30.0


class Peers:
    """Which of the two a node speaks to now."""

    def __init__(self, clock: Clock) -> None:
        self.hub: Link | None = None
        self.central: Link | None = None
        self.found: HubFound | None = None  # where the hub has shown itself since the start
        self._clock = clock
        self._beyond = False
        self._silent_s: float | None = None  # since when the hub is
        self._back_s = 0.0

    @property
    def active(self) -> Link | None:
        """The node above."""
        return self.central if self.hub is None or self._beyond else self.hub

    @property
    def above(self) -> Above:
        """Which of the two that is."""
        if self.is_hub:
            return Above.HUB
        return Above.CENTRAL if self.hub is None else Above.PAST_HUB

    @property
    def is_hub(self) -> bool:
        """Whether that is the branch's hub."""
        return self.hub is not None and not self._beyond

    def load(self, reading: Reading, own: str) -> None:
        """Read both anew.

        Args:
            own: this node's id.
        """
        hub, self.central = hub_of(reading, own, self.found), central_of(reading)
        if hub != self.hub:
            self.hub, self._beyond, self._silent_s = hub, False, None

    def failed(self) -> None:
        """The active one did not answer: after a while of that, go to central past the hub.

        Where central does not answer either it is the hub that is asked on: it is nearer.
        """
        now_s = self._clock.monotonic_s()
        if self._beyond:
            self._beyond, self._silent_s = False, None
            return
        if not self.is_hub or self.central is None:
            return
        if self._silent_s is None:
            self._silent_s = now_s
        if now_s - self._silent_s >= BEYOND_AFTER_S:
            self._beyond, self._back_s = True, now_s + BACK_EVERY_S

    def answered(self) -> None:
        """The active one answered."""
        if self.is_hub:
            self._silent_s = None

    def look_back(self) -> None:
        """Try the hub again where it is time to; one failure is enough to leave it again."""
        now_s = self._clock.monotonic_s()
        if self._beyond and now_s >= self._back_s:
            self._beyond, self._silent_s = False, now_s - BEYOND_AFTER_S


def hub_of(reading: Reading, own: str, found: HubFound | None = None) -> Link | None:
    """The branch's hub; None where this node has joined none, or is the hub itself.

    Args:
        own: this node's id.
        found: where it has shown itself last, of this epoch or a later one than the log knows.
    """
    joined = reading.local.get(HUB_LINK, Link)
    promoted = reading.settings.hub()
    if joined is None:
        return None
    if promoted is not None and promoted.node == own:
        return None
    if found is not None and found.epoch >= epoch_of(reading):
        link = msgspec.structs.replace(
            joined, url=found.url, certificate=found.certificate, central_key=found.public_key
        )
        return _with_epoch(reading, link)
    # a code names the hub of its day: only what was said since then leads elsewhere
    told = promoted and ((promoted.number, promoted.node), promoted.url)
    if promoted is None or told == (joined.promoted, joined.known_url):
        return _with_epoch(reading, joined)
    key = nodes.key_of_node(reading.connection, reading.branch, promoted.node)
    link = msgspec.structs.replace(
        joined,
        url=promoted.url,
        certificate=promoted.certificate or None,
        central_key=key or joined.central_key,
    )
    return _with_epoch(reading, link)


def epoch_of(reading: Reading) -> tuple[int, str]:
    """The latest epoch of the branch's hub that this node knows of."""
    promoted, joined = reading.settings.hub(), reading.local.get(HUB_LINK, Link)
    known = [(0, "")]
    if promoted is not None:
        known.append((promoted.number, promoted.node))
    if joined is not None and joined.promoted is not None:
        known.append(joined.promoted)
    return max(known)


def central_of(reading: Reading) -> Link | None:
    """Central: as this node joined it, or as its hub has named it."""
    joined = reading.local.get(LINK, Link)
    if joined is not None:
        return _with_epoch(reading, joined)
    hub, named = reading.local.get(HUB_LINK, Link), reading.settings.central()
    if hub is None or named is None:
        return None
    link = Link(
        url=named.url,
        token=hub.token,
        central_key=named.public_key,
        certificate=named.certificate or None,
    )
    return _with_epoch(reading, link)


def keep_epoch(local: Local, link: Link, epoch: int) -> None:
    """Write down which restore of the node above this one has sent all to."""
    local.put(f"epoch:{link.peer}", epoch)


def _with_epoch(reading: Reading, link: Link) -> Link:
    epoch = reading.local.get(f"epoch:{link.peer}", int)
    return link if epoch is None else msgspec.structs.replace(link, restore_epoch=epoch)
