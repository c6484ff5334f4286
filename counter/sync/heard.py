"""What is written down of the node above: what it holds and signed, and when it answered last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.store import log
from counter.store.local import Local
from counter.store.nodes import SignedHead
from counter.sync.link import Link
from counter.sync.peers import keep_epoch
from counter.sync.signing import keep_genuine

if TYPE_CHECKING:
    from counter.store.store import Store
    from counter.store.work import Reading
    from counter.sync.engine import House

_HEARD = "heard_ms"  # the name among a node's own rows
_EVERY_MS = 60_000  # at most, where nothing else is to be written


def heard_ms(reading: Reading) -> int | None:
    """When the node above answered last, as far as it was written down."""
    return reading.local.get(_HEARD, int)


class Heard:
    """Writes it down, each time in one transaction of the store."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._noted_ms = 0

    def keep(
        self,
        link: Link,
        heads: log.Vector,
        signed: dict[str, SignedHead],
        restore_epoch: int | None = None,
    ) -> None:
        """Write down what the peer holds and has countersigned.

        Args:
            restore_epoch: the peer's; None: all was not asked for since it was restored.
        """
        now_ms = self._house.clock.now_ms()

        def write(store: Store) -> None:
            with store.transaction() as connection:
                local = Local(connection, store.node.branch)
                known = local.peer_heads(link.peer)
                local.set_peer_heads(
                    link.peer, {chain: s for chain, s in heads.items() if known.get(chain) != s}
                )
                keep_genuine(connection, store.node.branch, signed, link.central_key)
                local.put(_HEARD, now_ms)
                if restore_epoch is not None:
                    keep_epoch(local, link, restore_epoch)

        self._house.maintain(write)
        self._noted_ms = now_ms

    def note(self) -> None:
        """Write down, not too often, that it answered: after a start that tells all."""
        now_ms = self._house.clock.now_ms()
        if abs(now_ms - self._noted_ms) < _EVERY_MS:  # it may have been set back
            return

        def write(store: Store) -> None:
            with store.transaction() as connection:
                Local(connection, store.node.branch).put(_HEARD, now_ms)

        self._house.maintain(write)
        self._noted_ms = now_ms
