"""Knowing the branch's hub at an address that anybody may have named.

The hub signs what the asker made up, together with the certificate of that very connection. It is
believed only with a key that this node knows already: the hub's own, or that of a PC of the branch
which vouches for the hub it was made. So a forged announcement leads nowhere, and a true one helps
across a change of address, and to a hub whose promotion was never heard of here.
"""

from __future__ import annotations

import logging
import secrets

from counter import keys
from counter.clock import Clock
from counter.store import nodes
from counter.store.store import Store
from counter.store.work import Reading
from counter.sync import wire
from counter.sync.client import Line, LineBroken
from counter.sync.link import (
    HUB_LINK,
    AddressOpen,
    AddressWrong,
    HubFound,
    Link,
    check_address,
    shown_certificate,
)
from counter.sync.peers import epoch_of

VOUCHER = "voucher"  # the name among a hub's own rows
PATIENCE_S, CONNECTS_WITHIN_S = 3.0, 1.0

_log = logging.getLogger(__name__)


def ask_hub(store: Store, url: str, clock: Clock) -> HubFound | None:
    """Ask whoever answers at an address to show itself; None where it is not the branch's hub."""
    branch = store.node.branch
    nonce = secrets.token_bytes(wire.NONCE_BYTES)
    try:
        address = check_address(url)
        certificate = shown_certificate(address, patience_s=CONNECTS_WITHIN_S)
        line = Line(
            address,
            certificate=certificate,
            clock=clock,
            patience_s=PATIENCE_S,
            connect_s=CONNECTS_WITHIN_S,
        )
    except (AddressWrong, AddressOpen, OSError) as error:
        _log.info("no hub at %s: %s", url, type(error).__name__)
        return None
    try:
        shown = line.show(nonce)
    except LineBroken as error:
        _log.info("no hub at %s: %s", url, error)
        return None
    finally:
        line.close()
    with store.reading(branch, clock.now_ms()) as reading:
        why = doubt(reading, shown, nonce=nonce, certificate=certificate or b"")
    if why is not None:
        _log.warning("who answers at %s is not the branch's hub: %s", url, why)
        return None
    return HubFound(
        epoch=(shown.number, shown.node),
        url=address,
        certificate=certificate,
        public_key=shown.public_key,
    )


def doubt(
    reading: Reading, shown: wire.HubShown, *, nonce: bytes, certificate: bytes
) -> str | None:
    """Why somebody is not believed to be the branch's hub; None: it is.

    Args:
        nonce: what was made up for this one question: an answer to another is a replay.
        certificate: of the connection it came by: a relayed answer names its own.
    """
    if shown.branch != reading.branch:
        return "another branch"
    if keys.fingerprint(shown.public_key) != shown.node:
        return "another key"
    if shown.certificate != certificate:
        return "another certificate"
    said = wire.said_by_hub(shown, nonce)
    if not keys.is_signed(said, shown.signature, keys.PublicKey(shown.public_key)):
        return "not signed"
    if (shown.number, shown.node) < epoch_of(reading):
        return "an earlier epoch"
    if _is_removed(reading, shown.node):
        return "a removed node"
    if _key(reading, shown.node) != shown.public_key and not _is_vouched_for(reading, shown):
        return "an unknown key"
    return None


def _is_vouched_for(reading: Reading, shown: wire.HubShown) -> bool:
    """Whether a PC that this node knows made it the hub."""
    voucher = shown.voucher
    if voucher is None or _is_removed(reading, voucher.node):
        return False
    key = _key(reading, voucher.node)
    said = wire.vouched_for(shown.branch, shown.public_key)
    return key is not None and keys.is_signed(said, voucher.signature, keys.PublicKey(key))


def _is_removed(reading: Reading, node: str) -> bool:
    """Whether a node may not come in any more, or stands among citizens, who could carry it off."""
    admitted = reading.settings.node(node)
    return admitted is not None and (admitted.revoked or not admitted.sees_people)


def _key(reading: Reading, node: str) -> bytes | None:
    """The key of one of the branch's nodes, as this one knows it."""
    joined = reading.local.get(HUB_LINK, Link)
    if joined is not None and joined.peer == node:
        return joined.central_key
    key = nodes.key_of_node(reading.connection, reading.branch, node)
    if key is None and (admitted := reading.settings.node(node)) is not None:
        return admitted.public_key
    return key
