"""What must hold once every fault has healed and everybody has gone home."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from counter.domain.appointment import AppointmentState
from counter.domain.ticket import OPEN_STATES, Ticket, TicketState, holding_claims
from counter.store import schema
from counter.store.database import Database
from counter.store.projections import PROJECTIONS
from counter.store.work import Reading
from tests.fault.simulation.branch import ROUNDS, Branch
from tests.fault.simulation.floor import Floor
from tests.fault.stores import check_log
from tests.office.building import BRANCH
from tests.server.building import LogRow

Rows = dict[str, list[tuple[object, ...]]]


def check(branch: Branch, floor: Floor, before: set[LogRow]) -> None:
    """Hold the branch against what happened on its floor.

    Args:
        before: every event that any node held when the faults began to heal.
    """
    logs = branch.logs()
    whole = logs["central"]
    for name, log in logs.items():
        assert log == whole, f"{name} holds another log"
    lost = before - set(whole)
    assert not lost, f"lost: {[(row[0], row[1]) for row in lost]}"
    for name, database in branch.databases().items():
        _check_rows(name, database)
    assert branch.central.central is not None
    findings = branch.central.central.audit(BRANCH).findings
    assert not findings, findings
    _check_papers(floor)
    with branch.pcs[0].store.reading(BRANCH, 0) as reading:
        for citizen in floor.citizens.values():
            _check_citizen(reading, floor, citizen.ticket)
        for appointment, ticket in floor.arrived.items():
            found = reading.appointments.get(appointment)
            assert found is not None
            assert (found.state, found.ticket) == (AppointmentState.ARRIVED, ticket)


def is_sound(branch: Branch, tickets: list[Ticket]) -> None:
    """All hold one log, no number is on two papers, and each ticket has one counter at most."""
    branch.heal()
    branch.converge(ROUNDS)
    assert len({(each.day, each.number) for each in tickets}) == len(tickets)
    with branch.pcs[0].store.reading(BRANCH, 0) as reading:
        for each in tickets:
            assert reading.ticket(each.id).number == each.number
            claims = holding_claims(reading.facts(each.id))
            assert {claim.id for claim in claims[1:]} <= set(reading.ticket(each.id).conflicts)


def _rows(database: Database) -> Rows:
    with database.reading(BRANCH, 0) as reading:
        return {
            table.name: sorted(map(tuple, reading.connection.execute(select(table))), key=repr)
            for table in PROJECTIONS
        }


def _check_rows(name: str, database: Database) -> None:
    with database.reading(BRANCH, 0) as reading:
        check_log(reading)
        found = reading.connection.execute(select(schema.quarantine)).all()
        assert not found, f"{name} could not read {found}"
    shown = _rows(database)
    database.replay(BRANCH)
    again = _rows(database)
    differing = [table for table, rows in shown.items() if rows != again[table]]
    assert not differing, f"{name} shows what its log does not say: {differing}"


def _check_papers(floor: Floor) -> None:
    printed = Counter((day, number) for day, number, _ticket in floor.papers)
    twice = [paper for paper, count in printed.items() if count > 1]
    assert not twice, f"printed twice: {twice}"


def _check_citizen(reading: Reading, floor: Floor, ticket_id: str) -> None:
    ticket = reading.ticket(ticket_id)  # none is lost
    citizen = floor.citizens[ticket_id]
    assert ticket.number == citizen.number
    assert ticket.state not in OPEN_STATES, f"{ticket.number} is {ticket.state}"
    _check_claims(reading, ticket)
    finished = {claim for each, claim in floor.finished if each == ticket_id}
    if not citizen.transfers:
        shown = {ticket.claim, *ticket.conflicts}
        assert finished <= shown, f"{ticket.number}: {finished - shown} served, and not shown"
    if citizen.served and not citizen.transfers:
        assert ticket.state is TicketState.SERVED, f"{ticket.number} was served"
    assert len(citizen.served) <= 1, f"{ticket.number} served {len(citizen.served)} times"


def _check_claims(reading: Reading, ticket: Ticket) -> None:
    """Every claim beside the one that counts is shown, or has ended."""
    holding = holding_claims(reading.facts(ticket.id))
    if len(holding) > 1 and ticket.state is not TicketState.SERVED:
        hidden = {each.id for each in holding} - {ticket.claim or "", *ticket.conflicts}
        assert not hidden, f"{ticket.number}: claims {hidden} are not shown"
    calling = [each.id for each in holding if each.state is TicketState.CALLED]
    assert not calling, f"{ticket.number} is still called at a counter that lost it: {calling}"
