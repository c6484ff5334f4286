"""Reading applications, their receipts and what the applicant told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select, text

from counter.domain.application import Application, ApplicationState
from counter.domain.bodies import ApplicantPart, DocumentTaken
from counter.domain.ticket import Ticket
from counter.store import schema
from counter.store.log import private_part

A = schema.application
_fields = Application.__struct_fields__
_columns = [A.c[name] for name in _fields]
_documents = msgspec.msgpack.Decoder(tuple[DocumentTaken, ...])
_overrides = msgspec.msgpack.Decoder(tuple[tuple[str, str, str], ...])
_part = msgspec.msgpack.Decoder(ApplicantPart)

_mine = select(*_columns).where(A.c.branch == bindparam("branch"))
_by_id = _mine.where(A.c.id == bindparam("id"))
_by_ticket = _mine.where(A.c.ticket == bindparam("ticket")).order_by(A.c.filed_ms)
_by_receipt = _mine.where(A.c.receipt == bindparam("receipt"))
_between = _mine.where(A.c.filed_ms >= bindparam("from_ms"), A.c.filed_ms < bindparam("to_ms"))
_promised = _mine.where(text(schema.PROMISED)).order_by(A.c.filed_ms, A.c.id)
_running = select(func.max(A.c.running)).where(
    A.c.branch == bindparam("branch"), A.c.lane == bindparam("lane"), A.c.year == bindparam("year")
)


def as_application(row: Sequence[Any]) -> Application:
    """A row, its columns in the struct's order, as an application."""
    values = dict(zip(_fields, row, strict=True))
    values["state"] = ApplicationState(values["state"])
    values["documents"] = _documents.decode(values["documents"])
    values["overrides"] = _overrides.decode(values["overrides"])
    return Application(**values)


class Applications:
    """The applications of one branch, as one transaction sees them."""

    def __init__(self, connection: Connection, branch: str) -> None:
        self._connection = connection
        self._branch = branch

    def get(self, application_id: str) -> Application | None:
        """One application."""
        return next(iter(self._rows(_by_id, id=application_id)), None)

    def of_ticket(self, ticket_id: str) -> list[Application]:
        """What was filed on a ticket, in order."""
        return self._rows(_by_ticket, ticket=ticket_id)

    def standing(self, ticket: Ticket) -> Application | None:
        """What was filed on a ticket for its service and still counts."""
        return next(
            (
                each
                for each in self.of_ticket(ticket.id)
                if each.service == ticket.service
                and each.state is not ApplicationState.VOID
                # what is older is another person's of the same visit
                and (ticket.again_ms is None or each.filed_ms > ticket.again_ms)
            ),
            None,
        )

    def of_receipt(self, number: str) -> list[Application]:
        """What a receipt number was given to: one, unless a disk was cloned."""
        return self._rows(_by_receipt, receipt=number)

    def between(self, from_ms: int, to_ms: int) -> list[Application]:
        """All filed from one instant up to another."""
        return self._rows(_between, from_ms=from_ms, to_ms=to_ms)

    def promised(self) -> list[Application]:
        """All that were taken against a promise slip and not taken up yet, in order."""
        return self._rows(_promised)

    def last_running(self, lane: str, year: int) -> int:
        """The last receipt number minted in a lane in a year; 0 before the first."""
        facts = {"branch": self._branch, "lane": lane, "year": year}
        return self._connection.execute(_running, facts).scalar() or 0

    def answers(self, application_id: str) -> dict[str, str] | None:
        """What the applicant told; None where it was erased or never reached this node."""
        data = private_part(self._connection, self._branch, application_id)
        return None if data is None else _part.decode(data).answers

    def _rows(self, statement: Any, **facts: Any) -> list[Application]:
        rows = self._connection.execute(statement, {"branch": self._branch, **facts})
        return [as_application(row) for row in rows]
