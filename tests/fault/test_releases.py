"""A branch of two releases: whatever the newer one says is kept, sent on, and read once upgraded.

Every node runs over its own real store, as the release that it is of would; `simulation.releases`
says what that knows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest

from counter.domain import bodies
from counter.domain.ticket import Ticket, TicketState
from counter.office import corrections, pausing, queue, suspending, visits, waiting
from counter.store.troubles import RecordQuarantined
from tests.fault.simulation.branch import ROUNDS, Branch, Template
from tests.fault.simulation.releases import THIS, install
from tests.fault.simulation.runs import run
from tests.office.building import BRANCH, KIA, KTP
from tests.store.building import quarantined, rows

OLD = {
    "a station": ("pc4",),
    "the hub": ("hub",),
    "central": ("central",),
    "all but one station": ("pc4", "pc5", "hub", "central"),
}


def say_all_that_is_new(branch: Branch) -> dict[str, Ticket]:
    """Do at a newer counter what the earlier release did not know; the tickets by what was done."""
    pc = branch.pcs[0]
    tickets = {
        name: pc.act(queue.issue_ticket, service=KIA)
        for name in ("planned", "corrected", "quiet", "plain")
    }
    pc.act(visits.plan_services, tickets["planned"].id, [KTP])
    pc.act(
        corrections.correct_ticket,
        tickets["corrected"].id,
        counter=None,
        reason="a mistake",
        priority=True,
    )
    pc.act(suspending.suspend_services, [KTP], reason="no blanks")
    tickets["group"] = pc.act(queue.issue_ticket, service=KIA, people=3)
    pc.act(visits.serve_quickly, counter=pc.counter, service=KIA)
    return tickets


@pytest.mark.parametrize("old", OLD.values(), ids=OLD)
def test_what_an_older_node_does_not_know_it_keeps_sends_on_and_reads_once_upgraded(
    branch: Branch, old: tuple[str, ...]
) -> None:
    branch.mix(old)

    tickets = say_all_that_is_new(branch)
    branch.converge(ROUNDS)

    unread = {tickets["planned"].id, tickets["corrected"].id, f"service:{KTP}"}
    for name, database in branch.databases().items():
        assert quarantined(database) == (unread if name in old else set()), name
    branch.upgrade()
    branch.converge(ROUNDS)
    shown = {name: _said(database) for name, database in branch.databases().items()}
    for name, database in branch.databases().items():
        assert quarantined(database) == set()
        assert shown[name] == shown["pc3"], name
        database.replay(BRANCH)
        assert _said(database) == shown[name], name


def test_an_older_counter_cannot_write_to_what_it_cannot_read_and_calls_whoever_is_next(
    branch: Branch,
) -> None:
    old = branch.pcs[1]
    branch.mix((old.name,))
    tickets = say_all_that_is_new(branch)
    branch.converge(ROUNDS)

    with pytest.raises(RecordQuarantined):
        old.act(queue.call_ticket, tickets["planned"].id, counter=old.counter)
    called = [_serve(branch, old) for _each in range(3)]

    assert {each.id for each in called} == {
        tickets[name].id for name in ("quiet", "plain", "group")
    }
    with pytest.raises(queue.NobodyWaits):
        old.call_next()
    install(THIS, old)
    branch.converge(ROUNDS)
    assert {_serve(branch, old).id for _each in range(2)} == {
        tickets["planned"].id,
        tickets["corrected"].id,
    }


def test_alone_an_older_counter_calls_past_what_it_cannot_read(branch: Branch) -> None:
    old = branch.pcs[1]
    branch.mix((old.name,))
    tickets = say_all_that_is_new(branch)
    branch.converge(ROUNDS)
    branch.network.cut_off(old.name, "hub")
    branch.network.cut_off(old.name, "central")

    called = [_serve(branch, old) for _each in range(3)]

    assert not {each.id for each in called} & {tickets["planned"].id, tickets["corrected"].id}


def test_newer_counters_of_an_older_hub_call_everybody(branch: Branch) -> None:
    branch.mix(("hub",))
    tickets = say_all_that_is_new(branch)
    branch.converge(ROUNDS)

    called = [_serve(branch, branch.pcs[1]) for _each in tickets]

    assert {each.id for each in called} == {each.id for each in tickets.values()}


def test_a_kind_that_is_not_critical_is_read_once_the_node_is_upgraded(branch: Branch) -> None:
    old = branch.pcs[1]
    branch.mix((old.name,))
    with patch.object(bodies.PauseSet, "critical", False):
        branch.pcs[2].act(pausing.pause_counter, counter=5, reason="prayer")
    branch.converge(ROUNDS)

    assert quarantined(old.store) == set()
    assert old.office.read(waiting.pause_of, 5) is None
    install(THIS, old)

    pause = old.office.read(waiting.pause_of, 5)
    assert pause is not None
    assert pause.reason == "prayer"


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda pushed: pushed._replace(
            headers=[
                (name, value.replace(b"loket.1", b"loket.2")) for name, value in pushed.headers
            ]
        ),
        lambda pushed: pushed._replace(body=pushed.body.replace(b"LKT1", b"LKT2")),
    ],
    ids=["its type says so", "its first bytes say so"],
)
def test_a_protocol_that_a_node_does_not_speak_is_refused_and_stores_nothing(
    branch: Branch, spoilt: Callable[[Any], Any]
) -> None:
    branch.pcs[0].act(queue.issue_ticket, service=KIA)
    before = branch.logs()["hub"]
    ask = branch.network.ask
    said = []

    def another(request: Any, timeout: dict[str, float]) -> Any:
        said.append(ask(spoilt(request) if request.method == "POST" else request, timeout))
        return said[-1]

    with patch.object(branch.network, "ask", another):
        branch.pcs[0].sync()

    assert said[0].status == 400
    assert branch.logs()["hub"] == before
    branch.converge(ROUNDS)


@pytest.mark.parametrize(
    ("seed", "old"),
    [(0, ("pc4", "hub")), (1, ("pc4", "central"))],
    ids=["station and hub", "station and central"],
)
def test_a_random_day_of_two_releases_ends_sound_once_all_are_upgraded(
    template: Template, seed: int, old: tuple[str, ...]
) -> None:
    done = run(template, seed, old=old)

    assert done.papers > 5
    assert done.unread > 0


def _serve(branch: Branch, pc: Any) -> Ticket:
    """Call whoever is next and serve them."""
    branch.time.advance(61)
    ticket: Ticket = pc.call_next()
    done: Ticket = pc.act(queue.start_service, ticket.id, counter=pc.counter)
    while done.state is TicketState.SERVING:  # what follows in the same visit begins by itself
        done = pc.act(queue.finish_ticket, ticket.id, counter=pc.counter)
    return ticket


def _said(database: Any) -> dict[str, list[tuple[object, ...]]]:
    """Every row, without what is a node's own: its order of storing and its arrivals."""
    own = {"position", "first_called_position"}
    found = {}
    for table, named in _columns().items():
        found[table] = [
            tuple(
                value
                for name, value in zip(named, row, strict=True)
                if name not in own and not name.endswith("_ms")
            )
            for row in rows(database)[table]
        ]
    return found


def _columns() -> dict[str, list[str]]:
    from counter.store.projections import PROJECTIONS

    return {table.name: [column.name for column in table.columns] for table in PROJECTIONS}
