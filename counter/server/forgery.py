"""Whether what a node sends is its own to send; what is not is refused whole."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from counter.domain import bodies
from counter.domain.events import Event
from counter.store import nodes

_PROGRAM = ("", "setup")  # who acts where no person does


class Refused(Exception):
    """A request that must not be fulfilled; the word says why to the program that asked."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


def refuse_forged(connection: Connection, node: nodes.Joined, events: list[Event]) -> None:
    """Raise Refused unless everything is the node's own, of its branch, by its branch's people."""
    opened: set[str] = set()
    people = {event.entity for event in events}
    judged = set(_PROGRAM)
    for event in events:
        if event.branch != node.branch:
            raise Refused("forged_branch", event.id)
        if event.seq == 1:
            _refuse_foreign_opening(node, event)
            opened.add(event.chain)
        if event.chain not in opened:
            if nodes.writer_of(connection, node.branch, event.chain) not in {None, node.id}:
                raise Refused("forged_node", event.id)
            opened.add(event.chain)
        if event.actor not in judged:
            known = f"person:{event.actor}" in people or nodes.is_person(
                connection, node.branch, event.actor
            )
            if not known:
                raise Refused("forged_actor", event.id)
            judged.add(event.actor)


def _refuse_foreign_opening(node: nodes.Joined, event: Event) -> None:
    try:
        body = bodies.decode_body(event)
    except (bodies.UnknownKind, msgspec.DecodeError):
        raise Refused("forged_node", event.id) from None
    if (
        not isinstance(body, bodies.ChainOpened)
        or body.node != node.id
        or body.public_key != node.public_key
    ):
        raise Refused("forged_node", event.id)
