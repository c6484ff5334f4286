"""Making this PC the branch's hub: the first one, or in the place of one that is gone.

The hub is a node of its own beside this PC's desk, in the folder `hub` within the data folder. It
begins with a copy of what this PC holds, so it knows the branch at once; this PC vouches for it.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from counter.domain import bodies
from counter.domain.numbers import BARE, next_lane
from counter.errors import LoketError
from counter.office.office import Office
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.store import Store
    from counter.store.work import Work

FOLDER = "hub"  # within the data folder
_IN_ITS_PLACE = "H"  # after the lane of the PC that a later hub runs on


class NoOfficeHere(LoketError):
    """A hub begins with what its PC knows, and this one knows nothing."""

    happened = N_("This computer has no office yet that a hub could serve.")
    safe = N_("Nothing was changed.")
    do_next = N_("Set the office up here, or join it, then make this computer the hub.")


def found_hub(office: Office, folder: Path) -> None:
    """Make the hub's store from this PC's; again, where there is one already, does nothing.

    A branch's first hub takes the bare lane from its PC, which numbers in another from then on:
    what the kiosk gives is `A-017`, and only a counter that is alone shows a lane.

    Args:
        office: this PC's own.
        folder: of the hub.

    Raises:
        NoOfficeHere, StoreReadOnly, StoreOnNetwork, DiskFull, BackupDamaged
    """
    from counter import keys
    from counter.store.settings import OfficeNotSetUp
    from counter.store.store import DATABASE, Store, read_key
    from counter.store.work import Node
    from counter.sync import wire
    from counter.sync.recognition import VOUCHER

    if (folder / DATABASE).exists():
        return
    try:
        office.read(lambda reading: reading.settings.office())
    except OfficeNotSetUp as error:
        raise NoOfficeHere from error
    signing = keys.SigningKey.generate()
    lane, own = office.act_as("", _vouch, keys.fingerprint(signing.public), signing.public)
    # before the copy: whatever this PC gave in the lane that it leaves, the hub goes on from
    office.maintain(lambda store: store.set_lane(own) if store.node.lane != own else None)
    with TemporaryDirectory(dir=folder.parent) as room:
        copy = Path(room) / "copy"

        def take_copy(store: Store) -> tuple[bytes, str, wire.Voucher]:
            from counter.store.backup import copy_verified

            key = read_key(store.folder)
            copy_verified(store.folder / DATABASE, key, copy)
            own = keys.SigningKey(store.node.private_key)
            said = wire.vouched_for(store.node.branch, signing.public)
            return key, store.node.branch, wire.Voucher(store.node.id, own.sign(said))

        key, branch, voucher = office.maintain(take_copy)
        office.maintain(lambda store: _sign_copy(store, copy, key))
        node = Node(
            id=keys.fingerprint(signing.public),
            branch=branch,
            lane=lane,
            private_key=signing.secret,
            public_key=signing.public,
        )
        Store.adopt(folder, copy, key, node, {VOUCHER: voucher})


def _sign_copy(store: Store, copy: Path, key: bytes) -> None:
    """Sign in the copy what this PC wrote: a hub sends on only what its writer has signed.

    Of what the hub holds from its first moment this PC need not send anything again.
    """
    from counter import keys
    from counter.store import nodes, vectors
    from counter.store.database import Database
    from counter.sync.signing import sign_heads

    node = store.node
    database = Database.at_file(copy, key)
    with database.transaction() as connection:
        own = {
            chain: seq
            for chain, seq in vectors.heads(connection, node.branch).items()
            if nodes.writer_of(connection, node.branch, chain) == node.id
        }
        signed = sign_heads(connection, node.branch, own, keys.SigningKey(node.private_key))
        for chain, head in signed.items():
            hash_ = nodes.hash_at(connection, node.branch, chain, head.seq)
            assert hash_ is not None, "a head is held"
            nodes.keep_signature(connection, node.branch, chain, head, hash_)
    database.close()


def _vouch(work: Work, node: str, public_key: bytes) -> tuple[str, str]:
    """Let the hub's node in; the lane that it has, and the one that this PC has from now on."""
    from counter.store.nodes import lanes_opened

    admitted = {each.lane for each in work.settings.nodes()}
    opened = lanes_opened(work.connection, work.branch)
    lane, own = next_lane({*admitted, *opened, work.node.lane}), work.node.lane
    if work.settings.hub() is not None:
        # another PC may do the same while neither hears of the other: only this one's is its own
        lane = own + _IN_ITS_PLACE
    elif own == BARE:
        lane, own = own, lane
        # the hub, which has not heard of this PC yet, gives its lane to nobody
        _admit(work, work.node.id, own, work.node.public_key)
    _admit(work, node, lane, public_key)
    return lane, own


def _admit(work: Work, node: str, lane: str, public_key: bytes) -> None:
    work.record(
        bodies.NodeAdmitted(node=node, lane=lane, public_key=public_key, token_hash=b""),
        entity=f"node:{node}",
    )
