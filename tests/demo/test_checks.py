"""A day's checker finds every kind of tampering."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from counter.demo.checks import DayEvidence, StationEvidence, check_day, delivery
from counter.demo.evidence import Held, MintedReceipt, MintedTicket

Tamper = Callable[[DayEvidence], DayEvidence]


def held(chain: str, seq: int, text: str = "") -> Held:
    return Held(chain, seq, f"{chain}{seq}{text}", node=f"node of {chain}")


def minted(lane: str, running: int) -> MintedTicket:
    return MintedTicket(
        number=f"A{lane}-{running:03}",
        lane=lane,
        letter="A",
        running=running,
        state="served",
        issued_ms=0,
        conflicts=0,
        wait_s=60,
        service_s=300,
    )


def station(chain: str, lane: str, log: list[Held]) -> StationEvidence:
    receipts = [MintedReceipt(f"B/L{lane or 1}/2026/{n:06}", lane, 2026, n) for n in (1, 2, 3)]
    tickets = [minted(lane, n) for n in (1, 2, 3)]
    return StationEvidence(
        node=f"node of {chain}",
        log=log,
        tickets=tickets,
        receipts=receipts,
        given=[each.number for each in tickets],
        printed=[each.number for each in receipts],
        replays_alike=True,
    )


@pytest.fixture
def whole() -> DayEvidence:
    log = [held(chain, seq) for seq in (1, 2, 3) for chain in "ab"]
    stations = [station("a", "", log), station("b", "2", log)]
    papers = [f"{each.number.replace('/', '-')}.pdf" for one in stations for each in one.receipts]
    return DayEvidence(stations, log, central_replays_alike=True, papers=papers)


def test_a_whole_day_holds(whole: DayEvidence) -> None:
    assert [each.name for each in check_day(whole) if not each.holds] == []
    assert delivery(whole) == delivery(whole).__class__(6, 6, 0, 0)


def with_first(evidence: DayEvidence, **changed: object) -> DayEvidence:
    first, *others = evidence.stations
    return msgspec.structs.replace(
        evidence, stations=[msgspec.structs.replace(first, **changed), *others]
    )


def lose_a_number(evidence: DayEvidence) -> DayEvidence:
    return with_first(evidence, tickets=evidence.stations[0].tickets[:-1])


def double_a_number(evidence: DayEvidence) -> DayEvidence:
    tickets = evidence.stations[0].tickets
    return with_first(evidence, tickets=[*tickets, tickets[0]])


def skip_a_number(evidence: DayEvidence) -> DayEvidence:
    one, two, three = evidence.stations[0].tickets
    jumped = msgspec.structs.replace(three, number="A-004", running=4)
    return with_first(evidence, tickets=[one, two, jumped], given=["A-001", "A-002", "A-004"])


def skip_a_receipt(evidence: DayEvidence) -> DayEvidence:
    return with_first(evidence, receipts=evidence.stations[0].receipts[1:])


def print_twice(evidence: DayEvidence) -> DayEvidence:
    printed = evidence.stations[0].printed
    return with_first(evidence, printed=[*printed, printed[0]])


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


def keep_from_a_station(evidence: DayEvidence) -> DayEvidence:
    return with_first(evidence, log=[each for each in evidence.stations[0].log if each.seq < 3])


def replay_differently(evidence: DayEvidence) -> DayEvidence:
    return with_first(evidence, replays_alike=False)


def replay_differently_at_central(evidence: DayEvidence) -> DayEvidence:
    return msgspec.structs.replace(evidence, central_replays_alike=False)


def conflict(evidence: DayEvidence) -> DayEvidence:
    one, *others = evidence.stations[0].tickets
    return with_first(evidence, tickets=[msgspec.structs.replace(one, conflicts=1), *others])


@pytest.mark.parametrize(
    ("tamper", "name"),
    [
        (lose_a_number, "no ticket number lost"),
        (double_a_number, "no ticket number doubled"),
        (skip_a_number, "no ticket number skipped"),
        (conflict, "no conflict"),
        (skip_a_receipt, "receipts gapless in every lane"),
        (print_twice, "every receipt printed once"),
        (lose_a_paper, "a paper for every receipt"),
        (lose_an_event, "central holds every event once"),
        (double_an_event, "central holds every event once"),
        (change_an_event, "central holds every event once"),
        (keep_from_a_station, "every station holds every event"),
        (replay_differently, "every station's rows equal a replay"),
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

    assert (found.station_events, found.central_events) == (6, 6)
    assert (found.missing, found.duplicated) == (1, 1)
