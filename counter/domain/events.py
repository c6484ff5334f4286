"""Events: what happened, said once and never changed.

An event's header and body are encoded once, by its author; `data` are those bytes, and the hash
of a chain runs over them (`hash = SHA-256(prev + data)`). Folds read `Fact`s: an event with its
body decoded and this node's own arrival time beside it. `bodies` lists every kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import ClassVar, NewType

import msgspec
from msgspec import Struct

ChainId = NewType("ChainId", str)
EntityId = NewType("EntityId", str)  # "chain:seq" of its first event, or a natural key: "office"
EventId = NewType("EventId", str)  # "chain:seq"
TicketId = NewType("TicketId", str)
ClaimId = NewType("ClaimId", str)  # the id of the `called` that opened it
ApplicationId = NewType("ApplicationId", str)
AppointmentId = NewType("AppointmentId", str)

GENESIS = bytes(32)  # `prev` of a chain's first event


def event_id(chain: str, seq: int) -> EventId:
    """The name of one event: unique on earth, and an entity's id if it is the entity's first."""
    return EventId(f"{chain}:{seq}")


class Body(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=False):
    """What a kind of event says.

    Fields may be added with defaults; a changed meaning is a new `version`. A node that does not
    know a `critical` kind holds its entity read-only.
    """

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    critical: ClassVar[bool] = True


class Event(Struct, frozen=True, array_like=True):
    """One event's header and encoded body: exactly what is stored, hashed and sent."""

    chain: str
    seq: int
    branch: str
    entity: str
    rev: int
    saw: dict[str, int]  # per chain, the last seq of this entity its author knew
    at_ms: int  # the author's clock
    actor: str
    kind: str
    version: int
    critical: bool
    body: msgspec.Raw
    private_hash: bytes | None = None

    @property
    def id(self) -> EventId:
        """`chain:seq`."""
        return event_id(self.chain, self.seq)


class Fact(Struct, frozen=True):
    """An event as a fold reads it."""

    chain: str
    seq: int
    rev: int
    saw: Mapping[str, int]
    at_ms: int
    arrival_ms: int
    position: int  # this node's own order of storing
    actor: str
    body: Body
    private: bytes | None = None

    @property
    def id(self) -> EventId:
        """`chain:seq`."""
        return event_id(self.chain, self.seq)

    @property
    def order(self) -> tuple[int, str, int]:
        """The one order every node agrees on; no clock takes part."""
        return (self.rev, self.chain, self.seq)

    def has_seen(self, other: Fact) -> bool:
        """Whether this event's author knew `other` when writing."""
        return other.seq <= self.saw.get(other.chain, 0)


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Event)


def encode_event(event: Event) -> bytes:
    """The event's bytes, as stored, hashed and sent."""
    return _encoder.encode(event)


def decode_event(data: bytes) -> Event:
    """Read an event's bytes. Raises msgspec.DecodeError / ValidationError where they are none."""
    try:
        return _decoder.decode(data)
    except UnicodeDecodeError as error:  # msgspec lets it out as it is
        raise msgspec.DecodeError(str(error)) from error


def encode_body(body: Body) -> msgspec.Raw:
    """A body's bytes, to be put into an `Event`."""
    return msgspec.Raw(_encoder.encode(body))


def chain_hash(prev: bytes, data: bytes) -> bytes:
    """The hash of a chain up to and with the event whose bytes are `data`."""
    return hashlib.sha256(prev + data).digest()


def private_hash(salt: bytes, private: bytes) -> bytes:
    """What the chain keeps of a private part: it verifies, and says nothing once that is erased."""
    return hashlib.sha256(salt + private).digest()
