"""What is this node's own: who it is, what clerks typed, what was printed. Never synced."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, bindparam, delete, false, func, select, update

from counter.store import schema
from counter.store.projections import put

T = TypeVar("T")
L, DR, J, F, H = (
    schema.local,
    schema.draft,
    schema.print_job,
    schema.sign_in_failure,
    schema.peer_head,
)
_PARTLY = "partly:"
_local = select(L.c.value).where(L.c.key == bindparam("key"))


class PrintJob(Struct, frozen=True):
    """One paper on its way to a printer."""

    id: int
    paper: str  # receipt, ticket
    entity: str
    number: str
    copy: int
    state: str  # pending, printing, printed, uncertain
    queued_ms: int
    trouble: str


class Draft(Struct, frozen=True):
    """What was typed for a ticket: raw, as on the screen."""

    answers: dict[str, str]
    documents: dict[str, bool] = msgspec.field(default_factory=dict)
    # field → why its warning does not hold
    overrides: dict[str, str] = msgspec.field(default_factory=dict)
    service: str = ""


_draft = msgspec.msgpack.Decoder(Draft)


class Local:
    """This node's own rows, as one transaction sees them."""

    def __init__(self, connection: Connection, branch: str) -> None:
        self._connection = connection
        self._branch = branch

    def get(self, key: str, of: type[T]) -> T | None:
        """A value this node keeps for itself."""
        value = self._connection.execute(_local, {"key": key}).scalar()
        return None if value is None else msgspec.msgpack.decode(value, type=of)

    def put(self, key: str, value: object) -> None:
        """Keep a value."""
        values = {"key": key, "value": msgspec.msgpack.encode(value)}
        put(self._connection, L, values)

    def forget_all(self) -> None:
        """Drop everything that is one node's own: a copy of its store becomes another's."""
        for table in schema.OWN:
            kept = L.c.key.startswith(_PARTLY) if table is L else false()  # that is the log's
            self._connection.execute(delete(table).where(~kept))

    def note_partly_read(self, entities: Collection[str]) -> None:
        """Remember what a later release will read more of."""
        for entity in entities:
            self.put(f"{_PARTLY}{self._branch}:{entity}", (self._branch, entity))

    def partly_read(self) -> list[tuple[str, str]]:
        """All that was noted, of every branch: branch and entity."""
        noted = self._connection.execute(select(L.c.value).where(L.c.key.startswith(_PARTLY)))
        return [msgspec.msgpack.decode(each, type=tuple[str, str]) for each in noted.scalars()]

    def forget_partly_read(self, branch: str, entity: str) -> None:
        """It is read whole by now."""
        self._connection.execute(delete(L).where(L.c.key == f"{_PARTLY}{branch}:{entity}"))

    def draft(self, ticket_id: str) -> tuple[Draft, int] | None:
        """What was typed for a ticket, and when it was kept (ms)."""
        found = self._connection.execute(
            select(DR.c.data, DR.c.saved_ms).where(
                DR.c.branch == self._branch, DR.c.ticket == ticket_id
            )
        ).first()
        return None if found is None else (_draft.decode(found.data), found.saved_ms)

    def keep_draft(self, ticket_id: str, draft: Draft, now_ms: int) -> None:
        """Keep what was typed for a ticket."""
        values = {
            "branch": self._branch,
            "ticket": ticket_id,
            "data": msgspec.msgpack.encode(draft),
            "saved_ms": now_ms,
        }
        put(self._connection, DR, values)

    def drop_draft(self, ticket_id: str) -> None:
        """Forget what was typed for a ticket: it is filed."""
        self._connection.execute(
            delete(DR).where(DR.c.branch == self._branch, DR.c.ticket == ticket_id)
        )

    def drop_drafts(self, *, before: str) -> None:
        """Forget what was typed on earlier days: nobody can file it any more."""
        ticket = schema.ticket
        of_the_day = select(ticket.c.id).where(
            ticket.c.branch == self._branch, ticket.c.day >= before
        )
        self._connection.execute(
            delete(DR).where(DR.c.branch == self._branch, DR.c.ticket.not_in(of_the_day))
        )

    def queue_print(
        self, *, paper: str, entity: str, number: str, copy: int, now_ms: int
    ) -> PrintJob:
        """Note that a paper is to be printed once this transaction is committed."""
        last = self._connection.execute(
            select(func.max(J.c.id)).where(J.c.branch == self._branch)
        ).scalar()
        job = PrintJob((last or 0) + 1, paper, entity, number, copy, "pending", now_ms, "")
        put(self._connection, J, {"branch": self._branch, **msgspec.structs.asdict(job)})
        return job

    def print_job(self, job_id: int) -> PrintJob | None:
        """One job."""
        return next(iter(self._jobs(J.c.id == job_id)), None)

    def print_jobs(self, *states: str) -> list[PrintJob]:
        """The jobs in any of these states, the oldest first."""
        return self._jobs(J.c.state.in_(states))

    def print_jobs_of(self, entity: str) -> list[PrintJob]:
        """Every print of one receipt or ticket, the oldest first."""
        return self._jobs(J.c.entity == entity)

    def set_print_state(self, job_id: int, state: str, trouble: str = "") -> None:
        """Note how far a job has come."""
        self._connection.execute(
            update(J)
            .where(J.c.branch == self._branch, J.c.id == job_id)
            .values(state=state, trouble=trouble)
        )

    def sign_in_failures(self, person_id: str) -> tuple[int, int]:
        """Wrong PINs in a row and when the last was typed (ms)."""
        row = self._connection.execute(
            select(F.c.failures, F.c.last_ms).where(
                F.c.branch == self._branch, F.c.person == person_id
            )
        ).first()
        return (row.failures, row.last_ms) if row else (0, 0)

    def set_sign_in_failures(self, person_id: str, failures: int, now_ms: int) -> None:
        """Count a wrong PIN, or begin anew with 0."""
        values = {
            "branch": self._branch,
            "person": person_id,
            "failures": failures,
            "last_ms": now_ms,
        }
        put(self._connection, F, values)

    def peer_heads(self, peer: str) -> dict[str, int]:
        """What a peer has acknowledged."""
        rows = self._connection.execute(
            select(H.c.chain, H.c.seq).where(H.c.branch == self._branch, H.c.peer == peer)
        )
        return {row.chain: row.seq for row in rows}

    def set_peer_heads(self, peer: str, heads: dict[str, int]) -> None:
        """Keep what a peer has acknowledged."""
        for chain, seq in heads.items():
            values = {"branch": self._branch, "peer": peer, "chain": chain, "seq": seq}
            put(self._connection, H, values)

    def _jobs(self, condition: Any) -> list[PrintJob]:
        columns = [J.c[name] for name in PrintJob.__struct_fields__]
        rows = self._connection.execute(
            select(*columns).where(J.c.branch == self._branch, condition).order_by(J.c.id)
        )
        return [PrintJob(*row) for row in rows]
