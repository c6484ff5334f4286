"""What must hold after a simulated day, whatever happened in it: judged from what stores hold.

Pure: evidence in, a list of checks out, each with what was found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from msgspec import Struct

from counter.demo.evidence import CallMade, Crossing, Held, MintedReceipt, MintedTicket
from counter.text import N_, _


class NodeEvidence(Struct, frozen=True):
    """What one node holds at the end: a station, the kiosk, the board or a hub."""

    node: str
    log: list[Held]
    replays_alike: bool
    given: list[str] = []  # the ticket numbers it told whoever asked, in order
    receipts: list[str] = []  # the receipt numbers whose papers came out here
    slips: list[str] = []  # the ticket numbers whose papers did
    reservations_ms: list[float] = []  # what each took that the hub granted
    announced: list[str] = []  # the calls that were said, each clip played
    leads: bool = False  # it thinks that it is the branch's hub


class Told(Struct, frozen=True):
    """The wait that a ticket's paper told, from and to, in seconds."""

    ticket: str
    low_s: int
    high_s: int


class Judged(Struct, frozen=True):
    """What became of the branch's day, as one node tells it that holds everything."""

    tickets: list[MintedTicket]
    receipts: list[MintedReceipt]
    calls: list[CallMade]
    crossings: list[Crossing]


class DayEvidence(Judged, frozen=True, kw_only=True):
    """What the whole branch and central hold at the end."""

    nodes: list[NodeEvidence]
    told: list[Told]
    cut_ms: tuple[int, int]  # from the hub's end until the board heard of the next one
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
    """How what the branch wrote compares with what central holds."""

    station_events: int  # written by the branch's nodes
    central_events: int
    missing: int  # at central, or there with another content
    duplicated: int


def delivery(evidence: DayEvidence) -> Delivery:
    """Compare what the branch's nodes wrote with what central holds."""
    written = own_events(evidence.nodes)
    counts = Counter((each.chain, each.seq) for each in evidence.central_log)
    held = {(each.chain, each.seq): each.hash for each in evidence.central_log}
    return Delivery(
        station_events=len(written),
        central_events=len(evidence.central_log),
        missing=sum(held.get(key) != hash_ for key, hash_ in written.items()),
        duplicated=sum(count - 1 for count in counts.values()),
    )


def own_events(nodes: Iterable[NodeEvidence]) -> dict[tuple[str, int], str]:
    """Every event by the node that wrote it: chain and seq → hash."""
    return {
        (each.chain, each.seq): each.hash
        for node in nodes
        for each in node.log
        if each.node == node.node
    }


def gaps(receipts: Iterable[MintedReceipt]) -> int:
    """How many numbers are missing between the first and the last of each lane and year."""
    lanes: dict[tuple[str, int], set[int]] = defaultdict(set)
    for each in receipts:
        lanes[each.lane, each.year].add(each.running)
    return sum(max(running) - len(running) for running in lanes.values())


def lost_calls(evidence: DayEvidence) -> list[CallMade]:
    """Calls that the board has not said, although they were of use to somebody when it could.

    While the hub is gone the board hears of none; one that is over before the line is back would
    send somebody to a counter for nothing.
    """
    said = {each for node in evidence.nodes for each in node.announced}
    gone_ms, back_ms = evidence.cut_ms
    return [
        each
        for each in evidence.calls
        if each.id not in said
        and not (
            gone_ms <= each.at_ms < back_ms
            and each.until_ms is not None
            and each.until_ms <= back_ms
        )
    ]


def wait_error(evidence: DayEvidence) -> float | None:
    """By how much the waits that papers told were wrong: the median, as a share of the true wait.

    A range counts as its middle; who was never called, or at once, has no wait to compare with.
    """
    true_s = {each.id: each.wait_s for each in evidence.tickets}
    errors = [
        abs((each.low_s + each.high_s) / 2 - wait_s) / wait_s
        for each in evidence.told
        if (wait_s := true_s.get(each.ticket))
    ]
    return median(errors) if errors else None


def check_day(evidence: DayEvidence) -> list[Check]:
    """Judge everything that must hold."""
    return [
        *_numbers(evidence),
        *_calls(evidence),
        *_receipts(evidence),
        *_logs(evidence),
    ]


def _numbers(evidence: DayEvidence) -> list[Check]:
    given = [number for node in evidence.nodes for number in node.given]
    slips = [number for node in evidence.nodes for number in node.slips]
    numbers = [each.number for each in evidence.tickets]
    lost = Counter(given) - Counter(numbers)
    doubled = [number for number, times in Counter(given).items() if times > 1]
    doubled += [number for number, times in Counter(numbers).items() if times > 1]
    runs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for each in evidence.tickets:
        runs[each.lane, each.letter].append(each.running)
    skipped = sum(max(run) - len(set(run)) for run in runs.values())
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
        Check(
            N_("every number printed once"),
            sorted(slips) == sorted(given),
            _("{printed} printed of {receipts}").format(printed=len(slips), receipts=len(given)),
        ),
    ]


def _calls(evidence: DayEvidence) -> list[Check]:
    twice = sum(each.started for each in evidence.crossings)
    hidden = [each for each in evidence.crossings if not each.shown and not each.in_vain]
    lost = lost_calls(evidence)
    said = [each for node in evidence.nodes for each in node.announced]
    leading = sum(node.leads for node in evidence.nodes)
    return [
        Check(
            N_("nobody served twice at once"), not twice, _("{count} doubled").format(count=twice)
        ),
        Check(
            N_("no crossed call hidden"),
            not hidden,
            _("{count} crossed, {hidden} hidden").format(
                count=len(evidence.crossings), hidden=len(hidden)
            ),
        ),
        Check(
            N_("every call said once"),
            not lost and len(said) == len(set(said)),
            _("{said} said, {lost} lost").format(said=len(said), lost=len(lost)),
        ),
        Check(N_("one hub at the end"), leading == 1, _("{count} hubs").format(count=leading)),
    ]


def _receipts(evidence: DayEvidence) -> list[Check]:
    receipts = evidence.receipts
    distinct = len({each.number for each in receipts})
    missing = gaps(receipts)
    printed = sorted(each for node in evidence.nodes for each in node.receipts)
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
    written = own_events(evidence.nodes)
    central = {(each.chain, each.seq): each.hash for each in evidence.central_log}
    whole = [
        {(each.chain, each.seq): each.hash for each in node.log} == written
        for node in evidence.nodes
    ]
    alike = [node.replays_alike for node in evidence.nodes]
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
        Check(N_("every node holds every event"), all(whole), _nodes(whole)),
        Check(N_("every node's rows equal a replay"), all(alike), _nodes(alike)),
        Check(
            N_("central's rows equal a replay"),
            evidence.central_replays_alike,
            _("the same") if evidence.central_replays_alike else _("they differ"),
        ),
    ]


def _nodes(held: Sequence[bool]) -> str:
    return _("{count} of {all} nodes").format(count=sum(held), all=len(held))
