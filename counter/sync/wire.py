"""What travels between stores: structs, msgpack, zstd, and bounds that hold before anything else.

A body that is not ours, whatever its status says, raises `NotOurs` and so acknowledges nothing:
captive portals answer 200. Ids, previous hashes and hashes are recomputed, never sent.
"""

from __future__ import annotations

import sys
from typing import TypeVar

import msgspec
from msgspec import Struct

from counter.store.log import Item, Vector
from counter.store.nodes import SignedHead

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CONTENT_TYPE = "application/vnd.loket.1"
MOST_COMPRESSED = 8_000_000
MOST_PLAIN = 16_000_000  # four times `vectors.BYTES_AT_ONCE`
MOST_JOINING = 4_000  # before anybody is known, both ways
MOST_ASKING = 1_000  # of a hub
NONCE_BYTES = 32

_MAGIC = b"LKT1"
_OPTIONS: dict[int, int] = {
    # above it a batch shrinks by no more than 2 %, at ten times the time
    zstd.CompressionParameter.compression_level: 9,
    # one flipped bit in a name would be taken for what was written
    zstd.CompressionParameter.checksum_flag: 1,
}
T = TypeVar("T")


class NotOurs(Exception):
    """Bytes that no Loket wrote, or damaged ones."""


class Batch(Struct, frozen=True, array_like=True):
    """A node's own events on their way up, contiguous per chain."""

    sender_ms: int
    items: list[Item]
    signed: dict[str, SignedHead]  # of every chain in items, up to its last one there
    asks: list[str] = []  # chains whose heads the sender wants to hear besides


class Answer(Struct, frozen=True, array_like=True):
    """What is stored above once a batch was taken."""

    heads: Vector  # of the chains in the batch and of those asked for; unknown ones are left out
    durable: Vector  # covered by a finished backup: nothing above is pruned below
    restore_epoch: int
    server_ms: int
    refused: list[str]
    signed: dict[str, SignedHead]  # countersigned


class Pulled(Struct, frozen=True, array_like=True):
    """What a node lacked; empty: nothing came while it waited."""

    items: list[Item]
    signed: dict[str, SignedHead]
    restore_epoch: int
    server_ms: int


class Joining(Struct, frozen=True, array_like=True):
    """A node asks to be let in."""

    branch: str
    code: str
    public_key: bytes
    proof: bytes  # the code, signed by the private half
    lane: str | None = None  # that its numbers have had so far
    sees_people: bool = True  # a board or kiosk does not: a hub sends it no private part


class Enrolled(Struct, frozen=True, array_like=True):
    """A node was let in."""

    token: str
    branch: str
    lane: str
    central_key: bytes  # countersigns heads
    hub: bool = False  # it is the branch's, not central


class Asking(Struct, frozen=True, array_like=True):
    """A counter asks the hub whom to call."""

    request: str  # the same again where the answer was lost
    counter: int
    person: str = ""  # who sits there


class Promised(Struct, frozen=True, array_like=True):
    """Whom it may call for the next ten seconds, and nobody else."""

    ticket: str
    grant: tuple[int, str, int]  # epoch (number, node), n


class Minting(Struct, frozen=True, array_like=True):
    """A node asks the hub for a number."""

    request: str  # the same again where the answer was lost
    day: str  # ISO
    letter: str


class Minted(Struct, frozen=True, array_like=True):
    """A number that nobody else is given."""

    lane: str
    running: int


class Voucher(Struct, frozen=True, array_like=True):
    """One of the branch's PCs says that it made a node the hub: for who knows only the PC."""

    node: str  # the PC's own
    signature: bytes


class HubShown(Struct, frozen=True, array_like=True):
    """A hub shows that it is the branch's, to whoever found its address somewhere."""

    branch: str
    node: str
    number: int  # with the node: its epoch
    public_key: bytes
    certificate: bytes  # DER, of this very connection; empty: none, to this PC only
    voucher: Voucher | None
    signature: bytes


class Refusal(Struct, frozen=True, array_like=True):
    """Why a request was not answered: a word for programs."""

    code: str


def proof_of(branch: str, code: str) -> bytes:
    """The bytes that a joining node signs."""
    return f"loket enrol 1\n{branch}\n{code}".encode()


def vouched_for(branch: str, public_key: bytes) -> bytes:
    """The bytes by which a PC vouches for the hub that it was made."""
    return b"loket hub voucher 1\n" + f"{branch}\n".encode() + public_key


def said_by_hub(shown: HubShown, nonce: bytes) -> bytes:
    """The bytes that a hub signs anew for each who asks."""
    facts = (shown.branch, shown.node, shown.number, shown.certificate, nonce)
    return b"loket hub 1\n" + msgspec.msgpack.encode(facts)


def pack(value: Struct) -> bytes:
    """Make a body."""
    return _MAGIC + zstd.compress(msgspec.msgpack.encode(value), options=_OPTIONS)


def unpack(body: bytes, kind: type[T], *, most: int = MOST_PLAIN) -> T:
    """Read a body.

    Args:
        most: bytes it may unpack to.

    Raises:
        NotOurs: it is not what `pack` makes of this kind, or is larger than any of ours.
    """
    found = _unpacked(body, kind, most)
    if found is None:  # raised here: whoever holds the error holds nothing of what was unpacked
        raise NotOurs
    return found


def _unpacked(body: bytes, kind: type[T], most: int) -> T | None:
    if len(body) > MOST_COMPRESSED or not body.startswith(_MAGIC):
        return None
    reader = zstd.ZstdDecompressor()
    try:
        plain = reader.decompress(body[len(_MAGIC) :], max_length=most)
        if not reader.eof or reader.unused_data:
            return None
        return msgspec.msgpack.decode(plain, type=kind)
    except (zstd.ZstdError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
