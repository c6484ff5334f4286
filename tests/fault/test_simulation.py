"""A whole branch in simulation: random days, and faults of the catalogue by name.

Every node runs over its own real store; clocks and network are virtual. `make soak` runs more
seeds than the few here.
"""

from __future__ import annotations

from random import Random
from typing import Any
from unittest.mock import patch

import msgspec
import pytest

from counter.domain.ticket import TicketState
from counter.errors import LoketError
from counter.office import conflicts, queue, reservations, waiting
from counter.store.store import Store
from counter.store.work import Reading
from tests.fault.simulation.branch import ROUNDS, Branch, Template
from tests.fault.simulation.floor import DAY_MS, Citizen, Floor
from tests.fault.simulation.nodes import CounterPC, numbered
from tests.fault.simulation.runs import run
from tests.fault.simulation.verdict import is_sound
from tests.fault.simulation.world import WHOLE, Faults
from tests.office.building import BRANCH, KIA


@pytest.mark.parametrize("seed", range(2))
def test_a_random_day_ends_sound(template: Template, seed: int) -> None:
    print(f"seed {seed}; again: make soak SEEDS={seed}")

    done = run(template, seed)

    assert done.papers > 5
    assert done.faults


def test_the_same_seed_gives_the_same_day(template: Template) -> None:
    assert run(template, 24, steps=80) == run(template, 24, steps=80)


@pytest.mark.parametrize(
    ("gone", "ends"), [(False, TicketState.SERVED), (True, TicketState.LEFT)], ids=["hall", "home"]
)
def test_a_held_number_whose_person_was_sent_back_keeps_no_counter_for_ever(
    branch: Branch, gone: bool, ends: TicketState
) -> None:
    pc = branch.pcs[1]
    ticket = numbered(pc)[0]
    pc.act(queue.call_ticket, ticket.id, counter=pc.counter)
    pc.act(queue.start_service, ticket.id, counter=pc.counter)
    pc.act(queue.hold_ticket, ticket.id, counter=pc.counter, reason="a photo")
    floor = Floor(branch, Random(1804))
    floor.citizens[ticket.id] = citizen = Citizen(ticket)
    citizen.gone = gone

    floor.work_off(60)

    assert pc.office.read(lambda reading: reading.ticket(ticket.id).state) is ends
    assert len(citizen.served) == (not gone)
    is_sound(branch, [ticket])


@pytest.mark.parametrize("fault", ["server_killed", "answer_lost", "lost", "late", "damaged"])
def test_what_happens_to_a_reservation_on_its_way_gives_nobody_two_counters(
    branch: Branch, fault: str
) -> None:
    first, second, _third = branch.pcs
    tickets = numbered(first, 3)
    branch.converge(ROUNDS)

    branch.network.faults = Faults(**{fault: 1.0})
    called = [first.call_next()]
    branch.network.faults = WHOLE
    branch.start()
    branch.settle()
    called.append(second.call_next())

    is_sound(branch, tickets)
    assert len({each.id for each in called}) == 2


@pytest.mark.parametrize("fault", ["server_killed", "answer_lost", "twice", "late", "damaged"])
def test_what_happens_to_a_number_on_its_way_prints_none_twice(branch: Branch, fault: str) -> None:
    tickets = []

    for _each in range(4):
        branch.network.faults = Faults(**{fault: 1.0})
        tickets += numbered(branch.pcs[1])
        branch.network.faults = WHOLE
        branch.start()
        branch.settle()
        tickets += numbered(branch.pcs[1]) + numbered(branch.pcs[2])

    is_sound(branch, tickets)


@pytest.mark.parametrize(
    ("source", "to"),
    [("hub", "pc4"), ("pc4", "hub"), ("central", "hub"), ("hub", "central")],
    ids=lambda name: name,
)
def test_a_line_cut_in_one_direction_loses_nothing(branch: Branch, source: str, to: str) -> None:
    branch.network.cut(source, to)
    tickets = numbered(branch.pcs[1], 3) + numbered(branch.pcs[0], 2)
    for _round in range(3):
        branch.settle()
    tickets += numbered(branch.pcs[1], 2)

    is_sound(branch, tickets)


def test_whoever_lost_a_call_is_told_within_a_second_of_the_lines_return(branch: Branch) -> None:
    one, two, _third = branch.pcs
    ticket = numbered(one)[0]
    branch.converge(ROUNDS)
    for pc in (one, two):
        branch.network.cut_off(pc.name, "hub")
        branch.network.cut_off(pc.name, "central")
    claims = [pc.act(queue.call_ticket, ticket.id, counter=pc.counter).claim for pc in (one, two)]
    one.act(queue.start_service, ticket.id, counter=one.counter)
    for _second in range(120):  # whoever pauses longer after each failure does so by now
        branch.time.advance(1)
        _as_their_threads_do(one, two)

    branch.network.heal()
    back_ms = branch.time.now_ms
    while not two.office.read(conflicts.lost_to_another, ticket.id, claims[1]):
        branch.time.advance(0.01)
        _as_their_threads_do(one, two)
        assert branch.time.now_ms - back_ms <= 1000, "not told within a second"

    assert two.office.read(waiting.floor, two.counter, "").current is None
    is_sound(branch, [ticket])


def test_at_one_byte_a_second_nothing_is_lost_and_no_clerk_waits_for_it(branch: Branch) -> None:
    pc = branch.pcs[1]
    branch.network.byte_s = 1.0
    before_ms = branch.time.now_ms
    tickets = numbered(pc, 2)
    called = pc.call_next()
    waited_ms = branch.time.now_ms - before_ms
    for _round in range(5):
        branch.settle()

    assert called.id == tickets[0].id
    assert waited_ms <= 400
    branch.network.byte_s = 0.0
    is_sound(branch, tickets)


def test_two_promotions_in_a_partition_end_with_one_hub_and_no_number_twice(
    branch: Branch,
) -> None:
    branch.hubs[0].kill()
    for one in ("pc3", "pc3's hub"):
        for other in ("pc4", "pc4's hub", "central"):
            branch.network.cut_off(one, other)
    tickets = []
    for pc in branch.pcs[:2]:
        branch.hubs.append(pc.promote(f"http://127.0.0.1:91{pc.counter:02}"))
        tickets += numbered(pc, 3)
    branch.sync()

    is_sound(branch, tickets)

    hubs = {pc.office.read(_hub_of) for pc in branch.pcs}
    assert len(hubs) == 1
    tickets += [each for pc in branch.pcs for each in numbered(pc, 2)]
    is_sound(branch, tickets)


def test_two_hubs_in_a_partition_give_no_lane_twice(branch: Branch) -> None:
    branch.hubs[0].kill()
    for one in ("pc3", "pc3's hub", "new3"):
        for other in ("pc4", "pc4's hub", "new4"):
            branch.network.cut_off(one, other)
    tickets = []
    for pc in branch.pcs[:2]:
        hub = pc.promote(f"http://127.0.0.1:91{pc.counter:02}")
        branch.hubs.append(hub)
        Store.create(branch.root / f"new{pc.counter}", branch=BRANCH, lane="").close()
        new = CounterPC(
            f"new{pc.counter}",
            branch.root / f"new{pc.counter}",
            pc.clock,
            branch.network,
            msgspec.structs.replace(pc.session, counter=pc.counter + 10),
        )
        branch.pcs.append(new)
        new.start()
        assert hub.hub is not None
        new.join(hub.address, hub.hub.new_code())
        new.sync()
        hub.kill()  # so that it numbers by itself
        tickets += numbered(new, 2)
        hub.start()

    is_sound(branch, tickets)


def test_an_old_hub_that_returns_decides_nothing(branch: Branch) -> None:
    old = branch.hubs[0]
    old.kill()
    branch.hubs.append(branch.pcs[0].promote("http://127.0.0.1:9103"))
    branch.settle()
    old.start()

    is_sound(branch, numbered(branch.pcs[1], 2))

    with pytest.raises(reservations.NotTheHub):
        old.office.act_as("", reservations.reserve_next, request="late", counter=3)


@pytest.mark.parametrize("days", [3652, -1, -6500], ids=["ten-years-on", "a-day-back", "cmos-2009"])
@pytest.mark.parametrize("name", ["pc4", "hub", "central"])
def test_a_wrong_clock_changes_no_number_and_no_order(branch: Branch, days: int, name: str) -> None:
    before = numbered(branch.pcs[0])
    branch.clocks[name].off_ms = days * DAY_MS
    after = numbered(branch.pcs[1])
    branch.settle()

    called = branch.pcs[2].call_next()

    assert called.id == before[0].id
    is_sound(branch, before + after)
    assert {each.day for each in before + after} == {"2026-11-24"}


def test_midnight_while_cut_off_mixes_no_days(branch: Branch) -> None:
    branch.network.cut_off("pc4", "hub")
    branch.network.cut_off("pc4", "central")
    tickets = numbered(branch.pcs[1], 2)
    branch.time.advance(24 * 3600)
    branch.open_day(branch.pcs[0])
    tickets += numbered(branch.pcs[0], 2) + numbered(branch.pcs[1], 1)

    is_sound(branch, tickets)

    for pc in branch.pcs:
        branch.open_day(pc)
    is_sound(branch, tickets)
    assert sorted(each.day for each in tickets) == ["2026-11-24"] * 3 + ["2026-11-25"] * 2
    with branch.pcs[0].store.reading(BRANCH, 0) as reading:
        assert not any(reading.ticket(each.id).is_open for each in tickets[:2])


def test_counters_back_after_thirty_days_send_all_they_did(branch: Branch) -> None:
    for pc in branch.pcs:
        branch.network.cut_off(pc.name, "hub")
        branch.network.cut_off(pc.name, "central")
    tickets = []
    for _day in range(30):
        branch.time.advance(24 * 3600)
        for pc in branch.pcs:
            branch.open_day(pc)
            tickets += numbered(pc, 2)
            pc.sync()

    is_sound(branch, tickets)


def test_twenty_counters_back_at_once_after_thirty_days_send_all_they_did(branch: Branch) -> None:
    branch.pcs += [_joined_counter(branch, number) for number in range(6, 23)]
    branch.converge(ROUNDS)
    assert len(branch.pcs) == 20
    for pc in branch.pcs:
        branch.network.cut_off(pc.name, "hub")
        branch.network.cut_off(pc.name, "central")
    tickets = []
    for days in (1, 14, 15):
        branch.time.advance(days * 24 * 3600)
        for pc in branch.pcs:
            branch.open_day(pc)
            tickets += numbered(pc, 2)
            pc.call_next()
            pc.sync()

    is_sound(branch, tickets)


def test_a_request_cut_at_any_byte_stores_nothing(branch: Branch) -> None:
    pushed, timeout = _push_on_its_way(branch)
    before = branch.logs()["hub"]

    for length in range(len(pushed.body)):
        answer = branch.network.ask(pushed._replace(body=pushed.body[:length]), timeout)
        assert answer.status == 400

    assert branch.logs()["hub"] == before
    assert branch.network.ask(pushed, timeout).status == 200
    assert len(branch.logs()["hub"]) > len(before)


def test_a_request_split_at_any_byte_is_stored_whole_and_once(branch: Branch) -> None:
    pushed, timeout = _push_on_its_way(branch)
    before = branch.logs()["hub"]

    stored = []
    for place in range(1, len(pushed.body)):
        assert branch.network.ask(pushed._replace(split_at=place), timeout).status == 200
        stored.append(len(branch.logs()["hub"]))

    assert len(before) < stored[0] == stored[-1]
    is_sound(branch, [])


def test_a_station_removed_while_away_is_refused_and_keeps_what_it_did(branch: Branch) -> None:
    pc, hub = branch.pcs[1], branch.hubs[0]
    branch.network.cut_off("pc4", "hub")
    branch.network.cut_off("pc4", "central")
    assert hub.hub is not None
    assert hub.hub.revoke(pc.store.node.id)
    ticket = pc.act(queue.issue_ticket, service=KIA)
    branch.heal()
    for _round in range(3):
        branch.settle()

    assert ticket.id not in {f"{row[0]}:{row[1]}" for row in branch.logs()["hub"]}
    assert pc.office.read(lambda reading: reading.ticket(ticket.id).number) == ticket.number


def test_a_joining_whose_answer_was_lost_shuts_nobody_out(branch: Branch) -> None:
    pc, hub = branch.pcs[1], branch.hubs[0].hub
    assert hub is not None
    branch.network.faults = Faults(answer_lost=1.0)
    with pytest.raises(LoketError):
        pc.join(branch.hubs[0].address, hub.new_code())
    branch.network.faults = WHOLE

    is_sound(branch, numbered(pc, 2))


def _push_on_its_way(branch: Branch) -> tuple[Any, dict[str, float]]:
    """A counter's push of a few events, lost before its hub had it, and how long it was given."""
    network, asked = branch.network, []
    ask = network.ask

    def keeping(request: Any, timeout: dict[str, float]) -> Any:
        asked.append((request, timeout))
        return ask(request, timeout)

    branch.hubs[0].kill()
    numbered(branch.pcs[0], 2)
    branch.hubs[0].start()
    branch.time.advance(61)
    network.faults = Faults(lost=1.0)
    with patch.object(network, "ask", keeping):
        branch.pcs[0].sync()
    network.faults = WHOLE
    return next(each for each in asked if each[0].method == "POST")


def _as_their_threads_do(*pcs: CounterPC) -> None:
    """Let each way of each line take its turn, unless it pauses; as the engine's two threads do."""
    for pc in pcs:
        engine = pc.engine
        assert engine is not None
        for way, step in ((engine._up, engine.push_once), (engine._down, engine.pull_once)):  # noqa: SLF001
            if pc.clock.monotonic_s() >= way.again_s:
                step()


def _joined_counter(branch: Branch, number: int) -> CounterPC:
    hub = branch.hubs[0]
    assert hub.hub is not None
    folder = branch.root / f"pc{number}"
    Store.create(folder, branch=BRANCH, lane="").close()
    session = msgspec.structs.replace(branch.pcs[0].session, counter=number)
    made = CounterPC(f"pc{number}", folder, branch.pcs[0].clock, branch.network, session)
    made.start()
    made.join(hub.address, hub.hub.new_code())
    return made


def _hub_of(reading: Reading) -> str:
    hub = reading.settings.hub()
    assert hub is not None
    return hub.node
