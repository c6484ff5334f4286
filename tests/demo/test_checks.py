"""A day's checker finds every kind of tampering."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from counter.demo.checks import (
    DayEvidence,
    NodeEvidence,
    Told,
    check_day,
    delivery,
    lost_calls,
    wait_error,
)
from counter.demo.evidence import CallMade, Crossing, Held, MintedReceipt, MintedTicket

Tamper = Callable[[DayEvidence], DayEvidence]
GONE_MS, BACK_MS = 100_000, 200_000


def held(chain: str, seq: int, text: str = "") -> Held:
    return Held(chain, seq, f"{chain}{seq}{text}", node=f"node of {chain}")


def minted(lane: str, running: int, wait_s: int = 60) -> MintedTicket:
    return MintedTicket(
        id=f"{lane}:{running}",
        number=f"A{lane}-{running:03}",
        lane=lane,
        letter="A",
        running=running,
        state="served",
        issued_ms=0,
        conflicts=0,
        wait_s=wait_s,
        service_s=300,
    )


@pytest.fixture
def whole() -> DayEvidence:
    log = [held(chain, seq) for seq in (1, 2, 3) for chain in "abh"]
    tickets = [minted(lane, n) for lane in ("", "2") for n in (1, 2, 3)]
    receipts = [
        MintedReceipt(f"B/L{lane or 1}/2026/{n:06}", lane, 2026, n)
        for lane in ("", "2")
        for n in (1, 2, 3)
    ]
    calls = [CallMade(f"c{n}", each.number, 1000 * n, 1500 * n) for n, each in enumerate(tickets)]
    numbers = [each.number for each in tickets]
    return DayEvidence(
        nodes=[
            NodeEvidence(
                "node of a", log, replays_alike=True, receipts=[each.number for each in receipts]
            ),
            NodeEvidence(
                "node of b",
                log,
                replays_alike=True,
                given=numbers,
                slips=numbers,
                announced=[each.id for each in calls],
            ),
            NodeEvidence("node of h", log, replays_alike=True, leads=True),
        ],
        tickets=tickets,
        receipts=receipts,
        calls=calls,
        crossings=[
            Crossing("A-001", 1, started=False, shown=True, in_vain=False),
            Crossing("A-002", 1, started=False, shown=False, in_vain=True),
        ],
        told=[],
        cut_ms=(GONE_MS, BACK_MS),
        central_log=log,
        central_replays_alike=True,
        papers=[f"{each.number.replace('/', '-')}.pdf" for each in receipts],
    )


def test_a_whole_day_holds(whole: DayEvidence) -> None:
    assert [each.name for each in check_day(whole) if not each.holds] == []
    assert delivery(whole) == delivery(whole).__class__(9, 9, 0, 0)


def with_node(evidence: DayEvidence, at: int, **changed: object) -> DayEvidence:
    nodes = list(evidence.nodes)
    nodes[at] = msgspec.structs.replace(nodes[at], **changed)
    return msgspec.structs.replace(evidence, nodes=nodes)


def lose_a_number(evidence: DayEvidence) -> DayEvidence:
    return msgspec.structs.replace(evidence, tickets=evidence.tickets[:-1])


def double_a_number(evidence: DayEvidence) -> DayEvidence:
    tickets = evidence.tickets
    return msgspec.structs.replace(evidence, tickets=[*tickets, tickets[0]])


def give_a_number_twice(evidence: DayEvidence) -> DayEvidence:
    given = evidence.nodes[1].given
    return with_node(evidence, 1, given=[*given, given[0]])


def skip_a_number(evidence: DayEvidence) -> DayEvidence:
    *others, last = evidence.tickets
    jumped = msgspec.structs.replace(last, number="A2-004", running=4)
    changed = with_node(evidence, 1, given=[*evidence.nodes[1].given[:-1], "A2-004"])
    return msgspec.structs.replace(changed, tickets=[*others, jumped])


def print_a_number_twice(evidence: DayEvidence) -> DayEvidence:
    slips = evidence.nodes[1].slips
    return with_node(evidence, 1, slips=[*slips, slips[0]])


def serve_twice(evidence: DayEvidence) -> DayEvidence:
    crossings = [Crossing("A-003", 2, started=True, shown=True, in_vain=False)]
    return msgspec.structs.replace(evidence, crossings=crossings)


def hide_a_lost_call(evidence: DayEvidence) -> DayEvidence:
    crossings = [Crossing("A-003", 2, started=False, shown=False, in_vain=False)]
    return msgspec.structs.replace(evidence, crossings=crossings)


def leave_a_call_unsaid(evidence: DayEvidence) -> DayEvidence:
    return with_node(evidence, 1, announced=evidence.nodes[1].announced[1:])


def say_a_call_twice(evidence: DayEvidence) -> DayEvidence:
    announced = evidence.nodes[1].announced
    return with_node(evidence, 1, announced=[*announced, announced[0]])


def lead_with_two_hubs(evidence: DayEvidence) -> DayEvidence:
    return with_node(evidence, 0, leads=True)


def skip_a_receipt(evidence: DayEvidence) -> DayEvidence:
    return msgspec.structs.replace(evidence, receipts=evidence.receipts[1:])


def print_twice(evidence: DayEvidence) -> DayEvidence:
    printed = evidence.nodes[0].receipts
    return with_node(evidence, 0, receipts=[*printed, printed[0]])


def lose_a_paper(evidence: DayEvidence) -> DayEvidence:
    return msgspec.structs.replace(evidence, papers=evidence.papers[1:])


def lose_an_event(evidence: DayEvidence) -> DayEvidence:
    return msgspec.structs.replace(evidence, central_log=evidence.central_log[:-1])


def double_an_event(evidence: DayEvidence) -> DayEvidence:
    log = evidence.central_log
    return msgspec.structs.replace(evidence, central_log=[*log, log[0]])


def change_an_event(evidence: DayEvidence) -> DayEvidence:
    log = [held("a", 1, "forged"), *evidence.central_log[1:]]
    return msgspec.structs.replace(evidence, central_log=log)


def keep_from_a_node(evidence: DayEvidence) -> DayEvidence:
    return with_node(evidence, 0, log=[each for each in evidence.nodes[0].log if each.seq < 3])


def replay_differently(evidence: DayEvidence) -> DayEvidence:
    return with_node(evidence, 0, replays_alike=False)


def replay_differently_at_central(evidence: DayEvidence) -> DayEvidence:
    return msgspec.structs.replace(evidence, central_replays_alike=False)


@pytest.mark.parametrize(
    ("tamper", "name"),
    [
        (lose_a_number, "no ticket number lost"),
        (double_a_number, "no ticket number doubled"),
        (give_a_number_twice, "no ticket number doubled"),
        (skip_a_number, "no ticket number skipped"),
        (print_a_number_twice, "every number printed once"),
        (serve_twice, "nobody served twice at once"),
        (hide_a_lost_call, "no crossed call hidden"),
        (leave_a_call_unsaid, "every call said once"),
        (say_a_call_twice, "every call said once"),
        (lead_with_two_hubs, "one hub at the end"),
        (skip_a_receipt, "receipts gapless in every lane"),
        (print_twice, "every receipt printed once"),
        (lose_a_paper, "a paper for every receipt"),
        (lose_an_event, "central holds every event once"),
        (double_an_event, "central holds every event once"),
        (change_an_event, "central holds every event once"),
        (keep_from_a_node, "every node holds every event"),
        (replay_differently, "every node's rows equal a replay"),
        (replay_differently_at_central, "central's rows equal a replay"),
    ],
)
def test_each_tampering_is_found(whole: DayEvidence, tamper: Tamper, name: str) -> None:
    failed = [each.name for each in check_day(tamper(whole)) if not each.holds]

    assert name in failed


def test_missing_and_doubled_events_are_counted(whole: DayEvidence) -> None:
    log = whole.central_log
    tampered = msgspec.structs.replace(whole, central_log=[*log[1:], log[-1]])

    found = delivery(tampered)

    assert (found.station_events, found.central_events) == (9, 9)
    assert (found.missing, found.duplicated) == (1, 1)


def test_a_call_that_is_over_before_the_board_can_say_it_is_not_lost(whole: DayEvidence) -> None:
    over = CallMade("over", "A-008", GONE_MS + 1000, BACK_MS - 1000)
    standing = CallMade("standing", "A-009", GONE_MS + 1000, BACK_MS + 1000)
    never = CallMade("never", "A-010", GONE_MS + 1000, None)
    cut_off = msgspec.structs.replace(whole, calls=[*whole.calls, over, standing, never])

    assert [each.id for each in lost_calls(cut_off)] == ["standing", "never"]


def test_a_told_wait_is_held_against_the_one_that_came(whole: DayEvidence) -> None:
    waits = [minted("", 1, 600), minted("", 2, 1200), minted("", 3, 100), minted("", 4, 0)]
    told = [Told(each.id, 600, 1200) for each in waits]  # 900 s: half, a quarter, eight times off
    day = msgspec.structs.replace(whole, tickets=waits, told=[*told, Told("of nobody", 0, 300)])

    assert wait_error(day) == 0.5
    assert wait_error(whole) is None
