"""Whether what a node sends is its own to send; what is not is refused whole.

Where a branch has a hub a node may also send what others of the branch wrote: the hub does, and
a station that was cut off with it. Their writers' own signatures speak for that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from sqlalchemy import Connection

from counter.domain import bodies
from counter.domain.events import Event
from counter.store import nodes
from counter.store.settings import Settings

Known = Callable[[str], nodes.Joined | None]
_PROGRAM = ("", "setup")  # who acts where no person does


class Refused(Exception):
    """A request that must not be fulfilled; the word says why to the program that asked."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


def refuse_forged(
    connection: Connection, node: nodes.Joined, events: list[Event], known: Known
) -> None:
    """Raise Refused unless all of it is by the branch's own nodes and people.

    Args:
        known: a node of the branch that was let in.
    """
    opened: set[str] = set()
    people = {event.entity for event in events}
    admitted: dict[str, bytes] = {}
    judged = set(_PROGRAM)
    relays = any(event.kind == bodies.HubPromoted.kind for event in events) or (
        Settings(connection, node.branch).hub() is not None
    )
    for event in events:
        if event.branch != node.branch:
            raise Refused("forged_branch", event.id)
        if event.seq == 1:
            _refuse_foreign_opening(node, event, known if relays else None, admitted)
            opened.add(event.chain)
        if event.chain not in opened:
            writer = nodes.writer_of(connection, node.branch, event.chain)
            if writer not in {None, node.id} and not relays:
                raise Refused("forged_node", event.id)
            opened.add(event.chain)
        if event.kind == bodies.NodeAdmitted.kind:
            _note_admission(event, admitted)
        if event.actor not in judged:
            is_known = f"person:{event.actor}" in people or nodes.is_person(
                connection, node.branch, event.actor
            )
            if not is_known:
                raise Refused("forged_actor", event.id)
            judged.add(event.actor)


def _refuse_foreign_opening(
    node: nodes.Joined, event: Event, known: Known | None, admitted: Mapping[str, bytes]
) -> None:
    try:
        body = bodies.decode_body(event)
    except (bodies.UnknownKind, msgspec.DecodeError):
        raise Refused("forged_node", event.id) from None
    if not isinstance(body, bodies.ChainOpened):
        raise Refused("forged_node", event.id)
    key: bytes | None = None
    if body.node == node.id:
        key = node.public_key
    elif known is not None:
        before = known(body.node)
        key = before.public_key if before is not None else admitted.get(body.node)
    if body.public_key != key:
        raise Refused("forged_node", event.id)


def _note_admission(event: Event, admitted: dict[str, bytes]) -> None:
    try:
        body = bodies.decode_body(event)
    except (bodies.UnknownKind, msgspec.DecodeError):  # it stays in the log and admits nobody
        return
    if isinstance(body, bodies.NodeAdmitted) and not body.revoked:
        admitted[body.node] = body.public_key
