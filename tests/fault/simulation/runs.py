"""One run of the simulation from one seed."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from random import Random

from msgspec import Struct

from counter.domain import bodies
from counter.domain.events import Fact
from tests.fault.simulation import verdict
from tests.fault.simulation.branch import ROUNDS, Template
from tests.fault.simulation.floor import Floor
from tests.office.building import BRANCH

STEPS = 220
_STEPS_A_CITIZEN = 12


class Run(Struct, frozen=True):
    """What a run was."""

    seed: int
    told: str  # the same for the same seed, whatever it is told on
    events: int
    papers: int
    requests: int
    rounds: int
    crossed: int  # tickets that two counters called, neither of which knew of the other's call
    given_back: int  # unstarted claims on those, by their own counters
    shown: int  # claims that are still shown as a conflict at the end
    promotions: int
    unread: int  # records that some node could not read before all had one release
    faults: dict[str, int]
    did: dict[str, int]


def run(template: Template, seed: int, *, steps: int = STEPS, old: Collection[str] = ()) -> Run:
    """Let a branch live through what a seed says. Raises AssertionError where anything fails.

    Args:
        old: nodes of an earlier release, beside a later one on all others; all have this one
            before the last people are served.
    """
    chance = Random(seed)
    with template.branch(chance) as branch:
        if old:
            branch.mix(old)
        floor = Floor(branch, chance)
        floor.happen(steps)
        branch.heal()
        before = {row for log in branch.logs().values() for row in log}
        rounds = branch.converge(ROUNDS)
        unread = branch.unread()
        if old:
            branch.upgrade()
        floor.work_off(20 + _STEPS_A_CITIZEN * len(floor.citizens))
        rounds = max(rounds, branch.converge(ROUNDS))
        verdict.check(branch, floor, before)
        log = branch.logs()["central"]
        for row in log:
            floor.told.update(f"{row[0]}:{row[1]} ".encode())
        with branch.pcs[0].store.reading(BRANCH, 0) as reading:
            stories = [list(reading.facts(each)) for each in floor.citizens]
            shown = sum(len(reading.ticket(each).conflicts) for each in floor.citizens)
            promotions = len(list(reading.facts("hub")))
        return Run(
            seed=seed,
            told=floor.told.hexdigest(),
            events=len(log),
            papers=len(floor.papers),
            requests=branch.network.delivered,
            rounds=rounds,
            crossed=sum(map(_is_crossed, stories)),
            given_back=sum(
                isinstance(each.body, bodies.TicketReleased) for story in stories for each in story
            ),
            shown=shown,
            promotions=promotions,
            unread=unread,
            faults=branch.network.met,
            did=floor.did,
        )


def _is_crossed(story: list[Fact]) -> bool:
    calls = [each for each in story if isinstance(each.body, bodies.TicketCalled)]
    return any(
        not one.has_seen(other) and not other.has_seen(one) for one, other in combinations(calls, 2)
    )
