"""From facts to rows: which fold an entity has, and how its rows are written.

Rows depend on the log only, so dropping them all and replaying gives the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Insert, Table, delete
from sqlalchemy.dialects import sqlite

from counter.domain import bodies
from counter.domain.application import Application, fold_application
from counter.domain.appointment import Appointment, fold_appointment
from counter.domain.events import Fact
from counter.domain.rounds import fold_rounds
from counter.domain.ticket import Ticket, fold_ticket
from counter.store import schema

PROJECTIONS: tuple[Table, ...] = (
    schema.ticket,
    schema.ticket_round,
    schema.application,
    schema.appointment,
    schema.setting,
    schema.day,
    schema.chain,
    schema.quarantine,
)
_LISTS = ("conflicts", "void_undos", "following")  # of a ticket: words of ids, in one column
_encode = msgspec.msgpack.Encoder().encode


class Misplaced(Exception):
    """An event stands at an entity that cannot be its own."""


@cache
def upsert(table: Table, dialect: str) -> Insert:
    """Insert a row or replace what its key already holds."""
    columns = [column.name for column in table.columns if not column.primary_key]
    keys = [column.name for column in table.primary_key.columns]
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # a tenth of what a counter PC would load

        into = postgresql.insert(table)
        return into.on_conflict_do_update(
            index_elements=keys, set_={name: into.excluded[name] for name in columns}
        )
    statement = sqlite.insert(table)
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in columns}
    )


def put(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """Write one row, replacing what its key already holds."""
    connection.execute(upsert(table, connection.dialect.name), values)


def sort_of(kind: str) -> str:
    """`ticket` for `ticket.called`: which fold an event belongs to."""
    return kind.partition(".")[0]


def project(
    connection: Connection, branch: str, entity: str, facts: Sequence[Fact]
) -> Ticket | None:
    """Write the rows of one entity from all its facts.

    Returns:
        The ticket, where it is one: an act need not fold it again.

    Raises:
        Misplaced: the facts are not all of one sort, or not this entity's; nothing was written.
    """
    sorts = {sort_of(fact.body.kind) for fact in facts}
    if len(sorts) != 1:
        raise Misplaced(", ".join(sorted(sorts)))
    match sorts.pop():
        case "ticket":
            return _put_ticket(connection, branch, entity, facts)
        case "application":
            _put_application(connection, branch, entity, facts)
        case "appointment":
            appointment = fold_appointment(facts)
            _put_folded(connection, schema.appointment, (branch, entity), appointment, {})
        case "chain":
            _put_chain(connection, branch, facts)
        case "day":
            _put_day(connection, branch, entity, facts)
        case sort if sort == sort_of_setting(entity):
            _put_setting(connection, branch, entity, facts)
        case sort:
            raise Misplaced(sort)
    return None


def sort_of_setting(entity: str) -> str:
    """`counter` for `counter:3`: what a setting's name says it is."""
    return entity.partition(":")[0]


def drop_rows(connection: Connection, branch: str, entity: str) -> None:
    """Take an entity's rows away: what its events say cannot be told."""
    for row in (schema.ticket, schema.application, schema.appointment):
        connection.execute(delete(row).where(row.c.branch == branch, row.c.id == entity))
    rounds = schema.ticket_round
    connection.execute(delete(rounds).where(rounds.c.branch == branch, rounds.c.ticket == entity))
    setting = schema.setting
    connection.execute(
        delete(setting).where(setting.c.branch == branch, setting.c.entity == entity)
    )
    day = schema.day
    connection.execute(
        delete(day).where(day.c.branch == branch, day.c.date == entity.removeprefix("day:"))
    )


def _put_ticket(
    connection: Connection, branch: str, entity: str, facts: Sequence[Fact]
) -> Ticket | None:
    ticket = fold_ticket(facts)
    encoded = {} if ticket is None else {name: " ".join(getattr(ticket, name)) for name in _LISTS}
    _put_folded(connection, schema.ticket, (branch, entity), ticket, encoded)
    if ticket is not None and any(isinstance(f.body, bodies.TicketTransferred) for f in facts):
        _put_rounds(connection, branch, ticket, facts)
    return ticket


def _put_rounds(connection: Connection, branch: str, ticket: Ticket, facts: Sequence[Fact]) -> None:
    rows = schema.ticket_round
    connection.execute(delete(rows).where(rows.c.branch == branch, rows.c.ticket == ticket.id))
    for each in fold_rounds(facts, ticket):
        put(
            connection,
            rows,
            {"branch": branch, "ticket": ticket.id, **msgspec.structs.asdict(each)},
        )


def _put_application(
    connection: Connection, branch: str, entity: str, facts: Sequence[Fact]
) -> None:
    application = fold_application(facts)
    encoded = {}
    if application is not None:
        encoded["documents"] = _encode(application.documents)
        encoded["overrides"] = _encode(application.overrides)
    _put_folded(connection, schema.application, (branch, entity), application, encoded)


def _put_folded(
    connection: Connection,
    table: Table,
    key: tuple[str, str],
    folded: Ticket | Application | Appointment | None,
    encoded: Mapping[str, Any],
) -> None:
    """Write what an entity's events fold into, or take its row away.

    Args:
        key: branch and entity.
        folded: None while its first event is not known yet.
        encoded: columns that hold more than a plain value.
    """
    branch, entity = key
    if folded is None:
        connection.execute(delete(table).where(table.c.branch == branch, table.c.id == entity))
        return
    if folded.id != entity:
        raise Misplaced(f"what {folded.id} began with")
    values = msgspec.structs.asdict(folded) | {"branch": branch, "state": folded.state.value}
    put(connection, table, {**values, **encoded})


def _put_chain(connection: Connection, branch: str, facts: Sequence[Fact]) -> None:
    opened = facts[0]
    if len(facts) != 1 or opened.seq != 1:
        raise Misplaced("a chain is opened once, by its first event")
    assert isinstance(opened.body, bodies.ChainOpened)
    put_chain(connection, branch, opened.chain, opened.body)


def put_chain(connection: Connection, branch: str, chain: str, opened: bodies.ChainOpened) -> None:
    """Write what a chain's first event says of it."""
    put(
        connection,
        schema.chain,
        {
            "branch": branch,
            "chain": chain,
            "node": opened.node,
            "public_key": opened.public_key,
            "predecessor": opened.predecessor,
            "predecessor_seq": opened.predecessor_seq,
        },
    )


def _put_day(connection: Connection, branch: str, entity: str, facts: Sequence[Fact]) -> None:
    opened = min(facts, key=lambda fact: fact.order)
    assert isinstance(opened.body, bodies.DayOpened)
    if any(fact.body != opened.body for fact in facts) or entity != f"day:{opened.body.date}":
        raise Misplaced(f"the opening of {opened.body.date}")
    put(
        connection,
        schema.day,
        {"branch": branch, "date": opened.body.date, "opened_ms": opened.arrival_ms},
    )


def _put_setting(connection: Connection, branch: str, entity: str, facts: Sequence[Fact]) -> None:
    last = max(facts, key=_standing)
    put(
        connection,
        schema.setting,
        {
            "branch": branch,
            "entity": entity,
            "data": _encode(last.body),
            "private": last.private,
        },
    )


def _standing(fact: Fact) -> tuple[object, ...]:
    """Sorts a setting's facts: the one that holds is the last."""
    if isinstance(fact.body, bodies.HubPromoted):  # whichever order they were written in
        return (fact.body.number, fact.body.node, fact.order)
    return fact.order
