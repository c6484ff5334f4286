"""Nodes of two releases in one branch: what each knows, and how it speaks, while its code runs.

The earlier one is the release that had a hub and no visits yet: kinds and fields that came after
it are unknown to it, and read as that release read them. The later one is this release, and says
one field more in every message, as the next may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from unittest.mock import patch

import msgspec
from msgspec import Struct

from counter.domain import bodies
from counter.domain.events import Body
from counter.sync import wire

P = ParamSpec("P")
T = TypeVar("T")
Decoders = dict[tuple[str, int], Any]

_known, _pack = bodies.kinds, wire.pack


class Release(Struct, frozen=True):
    """What a release knows."""

    kinds: Callable[[], Decoders] = _known
    pack: Callable[[Struct], bytes] = _pack

    @contextmanager
    def spoken(self) -> Iterator[None]:
        """Run whatever follows as this release would."""
        with ExitStack() as ending:
            ending.enter_context(patch.object(bodies, "kinds", self.kinds))
            ending.enter_context(patch.object(wire, "pack", self.pack))
            yield


class _WithoutFields:
    """Reads a body as a release did that did not know some of its fields."""

    def __init__(self, kind: type[Body], unknown: frozenset[str]) -> None:
        self._kind, self._unknown = kind, unknown

    def decode(self, data: bytes) -> Body:
        """The body, what is unknown passed over."""
        said = msgspec.msgpack.decode(data)
        if isinstance(said, dict):
            said = {name: value for name, value in said.items() if name not in self._unknown}
        return msgspec.msgpack.decode(msgspec.msgpack.encode(said), type=self._kind)


UNKNOWN_KINDS = frozenset(
    {
        "application.taken_up",
        "limit.set",
        "pause.set",
        "service.suspended",
        "ticket.carried",
        "ticket.corrected",
        "ticket.kept",
        "ticket.planned",
    }
)
UNKNOWN_FIELDS: Mapping[type[Body], frozenset[str]] = {
    bodies.CounterSet: frozenset({"zone"}),
    bodies.TicketIssued: frozenset({"people", "following", "due_ms", "kept_from"}),
    bodies.TicketCalled: frozenset({"quiet"}),
    bodies.TicketTransferred: frozenset({"following", "again"}),
    bodies.TicketDayEnded: frozenset({"reason"}),
    bodies.ApplicationFiled: frozenset({"awaits"}),
}


def _earlier_kinds() -> Decoders:
    found = {key: known for key, known in _known().items() if key[0] not in UNKNOWN_KINDS}
    for kind, fields in UNKNOWN_FIELDS.items():
        found[kind.kind, kind.version] = _WithoutFields(kind, fields)
    return found


_EARLIER_KINDS = _earlier_kinds()


def _longer(value: Struct) -> bytes:
    said = msgspec.msgpack.decode(msgspec.msgpack.encode(value))
    plain = msgspec.msgpack.encode([*said, "said since the next release"])
    return _pack(value)[:4] + wire.zstd.compress(plain, options=wire._OPTIONS)  # noqa: SLF001 - as `pack`


THIS = Release()
EARLIER = Release(kinds=lambda: _EARLIER_KINDS)
LATER = Release(pack=_longer)


class Released(Protocol):
    """A node that is of some release."""

    release: Release

    def start(self) -> None:
        """Switch it on."""

    def kill(self) -> None:
        """Pull its plug."""


def install(release: Release, node: Released) -> None:
    """Put a release onto a node and start it anew."""
    node.kill()
    node.release = release
    node.start()


N = TypeVar("N", bound=Released)


def as_released(
    method: Callable[Concatenate[N, P], T],
) -> Callable[Concatenate[N, P], T]:
    """Let a node's method run as its release would."""

    @wraps(method)
    def speaking(node: N, *args: P.args, **kwargs: P.kwargs) -> T:
        with node.release.spoken():
            return method(node, *args, **kwargs)

    return speaking
