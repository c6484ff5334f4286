"""What must hold after a simulated day, whatever happened in it: judged from what stores hold.

Pure: evidence in, a list of checks out, each with what was found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from counter.demo.evidence import Held, MintedReceipt, MintedTicket


class StationEvidence(Struct, frozen=True):
    """What one station holds at the end."""

    node: str
    log: list[Held]
    tickets: list[MintedTicket]  # of its own lane
    receipts: list[MintedReceipt]  # of its own lane
    given: list[str]  # the ticket numbers it told the driver, in order
    printed: list[str]  # the receipt numbers whose papers came out
    replays_alike: bool


class DayEvidence(Struct, frozen=True):
    """What the whole branch and central hold at the end."""

    stations: list[StationEvidence]
    central_log: list[Held]
    central_replays_alike: bool
    papers: list[str]  # the names of the receipts' files


class Check(Struct, frozen=True):
    """One thing that must hold."""

    name: str
    holds: bool
    found: str


class Delivery(Struct, frozen=True):
    """How the stations' logs compare with central's."""

    station_events: int
    central_events: int
    missing: int  # at central, or there with another content
    duplicated: int


def delivery(evidence: DayEvidence) -> Delivery:
    """Compare what the stations wrote with what central holds."""
    written = own_events(evidence.stations)
    counts = Counter((each.chain, each.seq) for each in evidence.central_log)
    held = {(each.chain, each.seq): each.hash for each in evidence.central_log}
    return Delivery(
        station_events=len(written),
        central_events=len(evidence.central_log),
        missing=sum(held.get(key) != hash_ for key, hash_ in written.items()),
        duplicated=sum(count - 1 for count in counts.values()),
    )


def own_events(stations: Iterable[StationEvidence]) -> dict[tuple[str, int], str]:
    """Every event by the station that wrote it: chain and seq → hash."""
    return {
        (each.chain, each.seq): each.hash
        for station in stations
        for each in station.log
        if each.node == station.node
    }


def gaps(receipts: Iterable[MintedReceipt]) -> int:
    """How many numbers are missing between the first and the last of each lane and year."""
    lanes: dict[tuple[str, int], set[int]] = defaultdict(set)
    for each in receipts:
        lanes[each.lane, each.year].add(each.running)
    return sum(max(running) - len(running) for running in lanes.values())


def check_day(evidence: DayEvidence) -> list[Check]:
    """Judge everything that must hold."""
    tickets = [each for station in evidence.stations for each in station.tickets]
    receipts = [each for station in evidence.stations for each in station.receipts]
    return [
        *_numbers(evidence.stations, tickets),
        *_receipts(evidence, receipts),
        *_logs(evidence),
    ]


def _numbers(stations: Sequence[StationEvidence], tickets: list[MintedTicket]) -> list[Check]:
    given = [number for station in stations for number in station.given]
    numbers = [each.number for each in tickets]
    lost = Counter(given) - Counter(numbers)
    doubled = [number for number, count in Counter(numbers).items() if count > 1]
    runs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for each in tickets:
        runs[each.lane, each.letter].append(each.running)
    skipped = sum(max(run) - len(set(run)) for run in runs.values())
    conflicts = sum(each.conflicts for each in tickets)
    return [
        _check("no ticket number lost", not lost, f"{len(given)} given, {sum(lost.values())} lost"),
        _check("no ticket number doubled", not doubled, f"{len(doubled)} doubled"),
        _check("no ticket number skipped", not skipped, f"{skipped} skipped"),
        _check("no conflict", not conflicts, f"{conflicts} conflicts"),
    ]


def _receipts(evidence: DayEvidence, receipts: list[MintedReceipt]) -> list[Check]:
    distinct = len({each.number for each in receipts})
    missing = gaps(receipts)
    printed = sorted(each for station in evidence.stations for each in station.printed)
    numbers = sorted(each.number for each in receipts)
    names = sorted(evidence.papers)
    return [
        _check("receipts gapless in every lane", not missing, f"{missing} gaps"),
        _check(
            "no receipt number twice",
            distinct == len(receipts),
            f"{len(receipts)} receipts, {distinct} numbers",
        ),
        _check(
            "every receipt printed once",
            printed == numbers,
            f"{len(printed)} printed of {len(numbers)}",
        ),
        _check(
            "a paper for every receipt",
            names == sorted(f"{number.replace('/', '-')}.pdf" for number in numbers),
            f"{len(names)} papers",
        ),
    ]


def _logs(evidence: DayEvidence) -> list[Check]:
    sent = delivery(evidence)
    written = own_events(evidence.stations)
    central = {(each.chain, each.seq): each.hash for each in evidence.central_log}
    whole = [
        {(each.chain, each.seq): each.hash for each in station.log} == written
        for station in evidence.stations
    ]
    alike = [station.replays_alike for station in evidence.stations]
    return [
        _check(
            "central holds every event once",
            not sent.missing and not sent.duplicated and central == written,
            f"{sent.station_events} written, {sent.central_events} at central, "
            f"{sent.missing} missing, {sent.duplicated} doubled",
        ),
        _check(
            "every station holds every event",
            all(whole),
            f"{sum(whole)} of {len(whole)} stations",
        ),
        _check(
            "every station's rows equal a replay",
            all(alike),
            f"{sum(alike)} of {len(alike)} stations",
        ),
        _check(
            "central's rows equal a replay",
            evidence.central_replays_alike,
            "the same" if evidence.central_replays_alike else "they differ",
        ),
    ]


def _check(name: str, holds: bool, found: str) -> Check:  # noqa: FBT001 - reads as a sentence
    return Check(name, holds, found)
