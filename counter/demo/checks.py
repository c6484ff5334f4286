"""What must hold after a simulated day, whatever happened in it: judged from what stores hold.

Pure: evidence in, a list of checks out, each with what was found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from counter.demo.evidence import Held, MintedReceipt, MintedTicket
from counter.text import N_, _


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

    name: str  # a translation key
    holds: bool
    found: str  # in words, in the language read when it was judged

    @property
    def told(self) -> str:
        """Its name for people."""
        return _(self.name)


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
        Check(
            N_("no ticket number lost"),
            not lost,
            _("{given} given, {lost} lost").format(given=len(given), lost=sum(lost.values())),
        ),
        Check(
            N_("no ticket number doubled"),
            not doubled,
            _("{count} doubled").format(count=len(doubled)),
        ),
        Check(
            N_("no ticket number skipped"), not skipped, _("{count} skipped").format(count=skipped)
        ),
        Check(N_("no conflict"), not conflicts, _("{count} conflicts").format(count=conflicts)),
    ]


def _receipts(evidence: DayEvidence, receipts: list[MintedReceipt]) -> list[Check]:
    distinct = len({each.number for each in receipts})
    missing = gaps(receipts)
    printed = sorted(each for station in evidence.stations for each in station.printed)
    numbers = sorted(each.number for each in receipts)
    names = sorted(evidence.papers)
    return [
        Check(
            N_("receipts gapless in every lane"),
            not missing,
            _("{count} gaps").format(count=missing),
        ),
        Check(
            N_("no receipt number twice"),
            distinct == len(receipts),
            _("{receipts} receipts, {numbers} numbers").format(
                receipts=len(receipts), numbers=distinct
            ),
        ),
        Check(
            N_("every receipt printed once"),
            printed == numbers,
            _("{printed} printed of {receipts}").format(
                printed=len(printed), receipts=len(numbers)
            ),
        ),
        Check(
            N_("a paper for every receipt"),
            names == sorted(f"{number.replace('/', '-')}.pdf" for number in numbers),
            _("{count} papers").format(count=len(names)),
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
        Check(
            N_("central holds every event once"),
            not sent.missing and not sent.duplicated and central == written,
            _("{written} written, {held} at central, {missing} missing, {doubled} doubled").format(
                written=sent.station_events,
                held=sent.central_events,
                missing=sent.missing,
                doubled=sent.duplicated,
            ),
        ),
        Check(N_("every station holds every event"), all(whole), _stations(whole)),
        Check(N_("every station's rows equal a replay"), all(alike), _stations(alike)),
        Check(
            N_("central's rows equal a replay"),
            evidence.central_replays_alike,
            _("the same") if evidence.central_replays_alike else _("they differ"),
        ),
    ]


def _stations(held: Sequence[bool]) -> str:
    return _("{count} of {all} stations").format(count=sum(held), all=len(held))
