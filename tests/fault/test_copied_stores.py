"""A simulated branch with a store that is there twice, or again as it was: nothing is lost."""

from __future__ import annotations

import shutil

from counter.office import queue
from counter.store.store import DATABASE
from counter.sync.status import LineTrouble
from tests.fault.simulation.branch import ROUNDS, Branch
from tests.fault.simulation.nodes import CounterPC, numbered
from tests.fault.simulation.verdict import is_sound
from tests.office.building import BRANCH, KIA
from tests.server.building import LogRow, log_of


def test_a_store_put_back_from_yesterday_gets_its_tail_again_and_numbers_anew(
    branch: Branch,
) -> None:
    pc = branch.pcs[1]
    branch.hubs[0].kill()
    pc.kill()
    shutil.copy(pc.folder / DATABASE, branch.root / "yesterday")
    pc.start()
    tickets = numbered(pc, 3)
    branch.hubs[0].start()
    branch.converge(ROUNDS)
    branch.hubs[0].kill()
    for _start in range(2):
        pc.kill()
        pc.start()
    pc.kill()

    shutil.copy(branch.root / "yesterday", pc.folder / DATABASE)
    pc.start()
    tickets += numbered(pc, 3)

    is_sound(branch, tickets)


def test_a_disk_cloned_with_both_running_loses_no_event_and_repeats_no_number_once_they_met(
    branch: Branch,
) -> None:
    pc = branch.pcs[1]
    pc.kill()
    shutil.copytree(pc.folder, branch.root / "clone")
    clone = CounterPC("clone", branch.root / "clone", pc.clock, branch.network, pc.session)
    branch.pcs.append(clone)
    branch.hubs[0].kill()
    branch.start()
    branch.hubs[0].kill()
    made = [pc.act(queue.issue_ticket, service=KIA), clone.act(queue.issue_ticket, service=KIA)]

    branch.heal()
    branch.converge(ROUNDS)

    assert made[0].id != made[1].id
    with branch.pcs[0].store.reading(BRANCH, 0) as reading:
        assert [reading.ticket(each.id).id for each in made] == [each.id for each in made]
    later = [each.act(queue.issue_ticket, service=KIA) for each in (pc, clone, pc, clone)]
    is_sound(branch, later)


def test_of_two_events_with_one_seq_the_first_stays_and_the_second_is_refused_and_told(
    branch: Branch,
) -> None:
    pc = branch.pcs[1]
    numbered(pc)
    twin = _twin(branch, pc)
    mine = pc.act(queue.issue_ticket, service=KIA)
    theirs = twin.act(queue.issue_ticket, service=KIA, priority=True)
    assert mine.id == theirs.id

    pc.sync()
    mine_again = pc.act(queue.issue_ticket, service=KIA)
    branch.settle()
    twin.sync()
    own = twin.act(queue.issue_ticket, service=KIA)
    twin.sync()

    held = {log_row[:2]: log_row for log_row in branch.logs()["hub"]}
    chain, _, seq = mine.id.partition(":")
    assert held[chain, int(seq)] == _row(pc, mine.id) != _row(twin, mine.id)
    assert f"{chain}:{int(seq) + 1}" == mine_again.id
    assert twin.engine is not None
    assert twin.engine.status.trouble is LineTrouble.REFUSED
    assert twin.office.read(lambda reading: reading.ticket(own.id).number) == own.number
    branch.pcs.remove(twin)
    twin.kill()
    is_sound(branch, [mine, mine_again])


def _twin(branch: Branch, pc: CounterPC) -> CounterPC:
    """The PC as a copy of the running machine has it: what it would write next, in memory too."""
    shutil.copytree(pc.folder, branch.root / "twin")
    twin = CounterPC("twin", branch.root / "twin", pc.clock, branch.network, pc.session)
    twin.start()
    twin.store._end = pc.store._end  # noqa: SLF001 - nothing but a copy of memory can
    branch.pcs.append(twin)
    return twin


def _row(pc: CounterPC, event: str) -> LogRow:
    return next(row for row in log_of(pc.store) if f"{row[0]}:{row[1]}" == event)
