"""Joining the node above by its one-time code, and writing down which one that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counter import keys
from counter.errors import LoketError
from counter.store.local import Local
from counter.sync import client
from counter.sync.link import HUB_LINK, LINK, read_code
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.store import Store
    from counter.sync.engine import House


class BranchDiffers(LoketError):
    """The code was made for another branch than this store's."""

    happened = N_("The code is for branch {theirs}; this computer belongs to {ours}.")
    safe = N_("Nothing was changed, and the code was not used.")
    do_next = N_("Ask central for a code for {ours}.")


def join(
    house: House,
    store: Store,
    url: str,
    code: str,
    *,
    relays: bool,
    sees_people: bool,
    keeps_lane: bool,
) -> client.Joined:
    """Enrol a store's node at the one above; from then on its numbers are of the lane it was given.

    Args:
        relays: it is a hub.
        sees_people: whether it is sent what citizens told; only a hub lets others in.
        keeps_lane: unless the lane is somebody else's; a node that never numbered has none.

    Raises:
        BranchDiffers, and what `client.enrol` raises
    """
    asked = read_code(code)
    if asked.branch != store.node.branch:
        raise BranchDiffers(theirs=asked.branch, ours=store.node.branch)
    key = keys.SigningKey(store.node.private_key)
    lane = store.node.lane if keeps_lane else None
    joined = client.enrol(url, code, key, house.clock, lane=lane, sees_people=sees_people)

    def keep(store: Store) -> None:
        with store.reading(store.node.branch, house.clock.now_ms()) as reading:
            known = reading.settings.hub()
        # a hub gives the lanes of its branch, its own too; central knows of older ones
        by_hub = relays or (known is not None and not joined.hub)
        if store.node.lane != joined.lane and not by_hub:
            store.set_lane(joined.lane)
        link = joined.link
        if joined.hub and known is not None:
            link = msgspec.structs.replace(
                link, promoted=(known.number, known.node), known_url=known.url
            )
        with store.transaction() as connection:
            name = HUB_LINK if joined.hub else LINK
            Local(connection, store.node.branch).put(name, link)

    house.maintain(keep)
    return joined
