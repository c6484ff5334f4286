"""Numbers through real acts on a real store: none repeats, whatever happens to the clock."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from counter.clock import VirtualClock
from counter.domain.calendar import Zone, branch_day
from counter.domain.ticket import TicketState
from counter.office import day, intake, queue, undoing
from counter.office.office import Office
from tests.office.building import KIA, KTP, an_office, at, filled_in, reopened, todays_tickets

HOUR_MS = 3_600_000


class Branch(RuleBasedStateMachine):
    """One PC through days, midnights, restarts and clocks that somebody sets."""

    def __init__(self) -> None:
        super().__init__()
        self._there = tempfile.TemporaryDirectory()
        self._folder = Path(self._there.name) / "store"
        self.tickets: dict[str, set[str]] = {}  # of each day
        self.receipts: set[str] = set()
        self.days: list[str] = []

    @initialize(zone=st.sampled_from(list(Zone)), hour=st.integers(0, 23))
    def begin(self, zone: Zone, hour: int) -> None:
        """Set an office up at any hour of the day."""
        self.zone = zone
        self.clock = VirtualClock(at(hour, zone=zone))
        self.office: Office = an_office(self._folder, self.clock, zone=zone.value)
        self.days = [branch_day(self.clock.now_ms(), zone).isoformat()]

    @rule(service=st.sampled_from((KTP, KIA)), priority=st.booleans())
    def issue(self, service: str, priority: bool) -> None:
        """Give the next number: new on its day, one more than the last of its letter."""
        ticket = self.office.act(queue.issue_ticket, service=service, priority=priority)
        given = self.tickets.setdefault(ticket.day, set())
        assert ticket.day == self.days[-1]
        assert ticket.number not in given
        assert ticket.running == 1 + sum(each[0] == ticket.letter for each in given)
        given.add(ticket.number)

    @rule()
    def serve(self) -> None:
        """Call whoever is next and file what can be filed."""
        try:
            ticket = self.office.act(queue.call_next, counter=3)
        except queue.NobodyWaits:
            return
        self.office.act(queue.start_service, ticket.id, counter=3)
        if ticket.service == KTP:
            filing = filled_in(self.office, ticket)
            filed = self.office.act(intake.file_intake, ticket.id, filing, counter=3)
            assert filed.receipt not in self.receipts
            assert filed.running == 1 + sum(f"/{filed.year}/" in each for each in self.receipts)
            self.receipts.add(filed.receipt)
        self.office.act(queue.finish_ticket, ticket.id, counter=3)

    @rule()
    def undo_a_call(self) -> None:
        """Call and take the call back."""
        try:
            ticket = self.office.act(queue.call_next, counter=3)
        except queue.NobodyWaits:
            return
        assert self.office.act(undoing.undo_last, ticket.id, counter=3).state is TicketState.WAITING

    @rule(minutes=st.integers(1, 24 * 60))
    def let_time_pass(self, minutes: int) -> None:
        """Minutes, or over midnight."""
        self.clock.advance(60 * minutes)

    @rule(hours=st.integers(-24 * 400, 24 * 400))
    def set_the_clock(self, hours: int) -> None:
        """Somebody sets it, back as well, or its battery dies."""
        self.clock.set(max(0, self.clock.now_ms() + hours * HOUR_MS))

    @rule()
    def open_the_day_the_clock_shows(self) -> None:
        """As signing in does: only where the clock's day is later and not far ahead."""
        advice, shown = self.office.read(day.day_advice)
        if advice is day.DayAdvice.OPEN:
            self.days.append(self.office.act(day.open_day, shown))

    @rule(shown=st.dates(date(2020, 1, 1), date(2035, 1, 1)))
    def open_any_day(self, shown: date) -> None:
        """Somebody types a date: an earlier one than the office's is refused."""
        try:
            opened = self.office.act(day.open_day, shown)
        except day.DayInPast:
            assert shown.isoformat() < self.days[-1]
        else:
            self.days.append(opened)

    @rule()
    def restart(self) -> None:
        """Close and open the store."""
        self.office.close()
        self.office = reopened(self._folder, self.clock)

    @precondition(lambda self: self.days)
    @invariant()
    def the_day_only_moves_forward(self) -> None:
        """The office is on the latest day that was opened; all its numbers are there."""
        assert self.days == sorted(self.days)
        tickets = todays_tickets(self.office)
        assert tickets == [each for each in tickets if each.day == self.days[-1]]
        numbers = [each.number for each in tickets]
        assert sorted(numbers) == sorted(self.tickets.get(self.days[-1], set()))

    def teardown(self) -> None:
        """Close the store and remove it."""
        if self.days:
            self.office.close()
        self._there.cleanup()


TestNumbers = Branch.TestCase
TestNumbers.settings = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
