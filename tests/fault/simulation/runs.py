"""One run of the simulation from one seed."""

from __future__ import annotations

from random import Random

from msgspec import Struct

from tests.fault.simulation import verdict
from tests.fault.simulation.branch import Template
from tests.fault.simulation.floor import Floor

ROUNDS = 6  # of settling, after which all hold one log
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
    conflicts: int
    hubs: int
    faults: dict[str, int]
    did: dict[str, int]


def run(template: Template, seed: int, *, steps: int = STEPS) -> Run:
    """Let a branch live through what a seed says. Raises AssertionError where anything fails."""
    chance = Random(seed)
    with template.branch(chance) as branch:
        floor = Floor(branch, chance)
        floor.happen(steps)
        branch.heal()
        before = {row for log in branch.logs().values() for row in log}
        rounds = branch.converge(ROUNDS)
        floor.work_off(20 + _STEPS_A_CITIZEN * len(floor.citizens))
        rounds = max(rounds, branch.converge(ROUNDS))
        verdict.check(branch, floor, before)
        log = branch.logs()["central"]
        for row in log:
            floor.told.update(f"{row[0]}:{row[1]} ".encode())
        with branch.pcs[0].store.reading(branch.pcs[0].store.node.branch, 0) as reading:
            conflicts = sum(len(reading.ticket(each).conflicts) for each in floor.citizens)
        return Run(
            seed=seed,
            told=floor.told.hexdigest(),
            events=len(log),
            papers=len(floor.papers),
            requests=branch.network.delivered,
            rounds=rounds,
            conflicts=conflicts,
            hubs=len(branch.hubs),
            faults=branch.network.met,
            did=floor.did,
        )
