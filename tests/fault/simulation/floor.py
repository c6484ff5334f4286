"""A day on the floor: citizens with one body each, clerks who see only their own screen.

Every step follows from one seed: who comes, what a clerk does, what breaks. What was printed and
what a citizen lived through is written down here, apart from the product, and judged against it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from random import Random
from typing import Any

from counter.domain.appointment import Appointment, AppointmentState
from counter.domain.calendar import Zone, branch_day
from counter.domain.ticket import Ticket, TicketState
from counter.errors import LoketError
from counter.office import appointments, corrections, queue, suspending, undoing, visits, waiting
from counter.office.founding import FOLDER
from tests.fault.simulation.branch import Branch
from tests.fault.simulation.nodes import CounterPC
from tests.fault.simulation.releases import LATER
from tests.fault.simulation.world import Faults
from tests.office.building import KIA, KTP

DAY_MS = 24 * 60 * 60 * 1000
_JUMPS_MS = (
    3652 * DAY_MS,  # ten years on
    -DAY_MS,
    -6170 * DAY_MS,  # a CMOS battery is flat: January 2010 at the latest
    40 * 60_000,
    -7_000,
)


class Citizen:
    """Somebody with a number in their hand."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket.id
        self.number = ticket.number
        self.day = ticket.day
        self.at: int | None = None  # the counter where the body is; None: in the hall
        self.claim = ""  # the call that was answered last
        self.served: list[str] = []  # claims under which a service was finished
        self.transfers = 0
        self.gone = False
        self.wronged = False  # a clerk has served nobody under this number


class Floor:
    """What happens, one step after another."""

    def __init__(self, branch: Branch, chance: Random) -> None:
        self.branch = branch
        self.citizens: dict[str, Citizen] = {}
        self.papers: list[tuple[str, str, str]] = []  # day, number, ticket
        self.arrived: dict[str, str] = {}  # by appointment: the ticket given on arrival
        self.finished: list[tuple[str, str]] = []  # ticket, claim
        self.told = hashlib.sha256()
        self.did: dict[str, int] = {}
        self._chance = chance
        self._nights = 0
        self._newer = [each for each in branch.pcs if each.release is LATER]
        self._unopened: set[str] = set()  # counters that have not confirmed the new day

    # --- the schedule ---------------------------------------------------------------------------
    def happen(self, steps: int) -> None:
        """Let so many things happen, good and bad."""
        kinds: tuple[tuple[float, Callable[[], None]], ...] = (
            (26, self._come),
            (4, self._expect),
            (6, self._come_expected),
            (90, self._clerk),
            (40, self._sync_one),
            (5, self._switch_off),
            (8, self._switch_on),
            (6, self._cut),
            (5, self._call_apart),
            (4, self._mend),
            (5, self._weather),
            (3, self._jump),
            (2, self._promote),
            (1, self._night),
            (2, self._leave),
            *([(40, self._say_what_is_new)] if self._newer else []),
        )
        weights = [weight for weight, _act in kinds]
        for _step in range(steps):
            (_weight, act) = self._chance.choices(kinds, weights)[0]
            self.branch.time.advance(self._chance.randrange(1, 20))
            self.branch.network.deliver_late()
            self._note(act.__name__)
            act()

    def work_off(self, steps: int) -> None:
        """Serve whoever is left, with nothing broken; fails where it takes more steps."""
        for pc in self.branch.pcs:
            self.branch.open_day(pc)
        self._unopened.clear()
        for step in range(steps):
            if self._nobody_left():
                return
            pc = self.branch.pcs[step % len(self.branch.pcs)]
            self.branch.time.advance(5)
            self._at_counter(pc, sure=True)
            pc.sync()
            if pc is self.branch.pcs[-1]:
                self.branch.sync_hubs()
        waiting = [each.number for each in self.citizens.values() if not each.gone]
        raise AssertionError(f"never served: {waiting}, {self._open_here(self.branch.pcs[0])}")

    # --- citizens -------------------------------------------------------------------------------
    def _come(self) -> None:
        pc = self._someone()
        if pc is None:
            return
        ticket = self._try(
            pc.give_number,
            self._chance.choice((KTP, KIA, KIA)),
            priority=self._chance.random() < 0.1,
        )
        if ticket is not None:
            self._hold_paper(ticket)

    def _hold_paper(self, ticket: Ticket) -> None:
        self.papers.append((ticket.day, ticket.number, ticket.id))
        self.citizens[ticket.id] = Citizen(ticket)
        self._note(ticket.number)

    def _expect(self) -> None:
        """Somebody telephones: a time today, another one, or none after all."""
        pc = self._someone()
        if pc is None:
            return
        free = self._try(pc.office.read, appointments.free_slots, KTP) or []
        known = [each for each in self._expected_at(pc) if each.id not in self.arrived]
        drawn = self._chance.random()
        if known and drawn < 0.2:
            self._try(pc.act, appointments.cancel, self._chance.choice(known).id)
        elif not free:
            return
        elif known and drawn < 0.4:
            self._try(pc.act, appointments.move, self._chance.choice(known).id, free[0].at)
        else:
            self._try(pc.act, appointments.book, KTP, free[0].at, name="Dewi")

    def _come_expected(self) -> None:
        """Somebody comes with an appointment, each once, to whichever counter knows of it."""
        pc = self._someone()
        known = (
            [each for each in self._expected_at(pc) if each.id not in self.arrived] if pc else []
        )
        if pc is None or not known:
            return
        expected = self._chance.choice(known)
        ticket = self._try(pc.act, appointments.check_in, expected.id)
        if ticket is not None:
            self.arrived[expected.id] = ticket.id
            self._hold_paper(ticket)

    @staticmethod
    def _expected_at(pc: CounterPC) -> list[Appointment]:
        day = branch_day(pc.office.clock.now_ms(), Zone.WIB)
        return [
            each.appointment
            for each in pc.office.read(appointments.appointments_ahead)
            if each.appointment.state is AppointmentState.BOOKED
            and each.appointment.at.date() == day
        ]

    def _leave(self) -> None:
        here = [each for each in self.citizens.values() if not each.gone and each.at is None]
        if here:
            self._chance.choice(here).gone = True  # without a word to anybody

    def _say_what_is_new(self) -> None:
        """At a counter of the later release, somebody says what the earlier one does not know."""
        pc = self._chance.choice(self._newer)
        if not pc.is_on:
            return
        if self._chance.random() < 0.2:
            act = self._chance.choice((suspending.suspend_services, suspending.restore_services))
            reason = {"reason": "no blanks"} if act is suspending.suspend_services else {}
            self._try(pc.act, act, [KTP], **reason)
            return
        tickets = pc.office.read(lambda reading: reading.tickets.on(_day(reading)))
        if not tickets:
            return
        ticket = self._chance.choice(tickets)
        if self._chance.random() < 0.5:
            self._try(pc.act, visits.plan_services, ticket.id, [])
        else:
            self._try(
                pc.act,
                corrections.correct_ticket,
                ticket.id,
                counter=pc.counter,
                reason="a mistake",
                priority=self._chance.random() < 0.5,
            )

    # --- clerks ---------------------------------------------------------------------------------
    def _clerk(self) -> None:
        pc = self._someone()
        if pc is not None:
            self._at_counter(pc, sure=False)

    def _at_counter(self, pc: CounterPC, *, sure: bool) -> None:
        """One key that a clerk presses.

        Args:
            sure: nothing goes wrong by a clerk's or citizen's doing.
        """
        if pc.name in self._unopened and (sure or self._chance.random() < 0.3):
            self.branch.open_day(pc)
            self._unopened.discard(pc.name)
        floor = pc.office.read(waiting.floor, pc.counter, pc.store.node.lane)
        self._send_back(pc, floor.current, floor.held)
        current = floor.current
        if current is None:
            if floor.held and self._chance.random() < 0.5:
                self._resume(pc, floor.held[0], sure=sure)
                return
            self._call(pc)
            return
        citizen = self.citizens.get(current.id)
        here = citizen is not None and citizen.at == pc.counter and not citizen.gone
        if current.state is TicketState.CALLED:
            self._called(pc, current, here=here, sure=sure)
        elif not here:
            self._served_nobody(pc, current)
        else:
            assert citizen is not None
            self._serve(pc, current, citizen, sure=sure)

    def _call(self, pc: CounterPC) -> None:
        ticket = self._try(pc.call_next)
        if ticket is None:
            missed = [
                each
                for each in pc.office.read(lambda reading: reading.tickets.on(_day(reading)))
                if each.state in (TicketState.NO_SHOW, TicketState.LEFT)
                and self._is_in_hall(each.id)
            ]
            if missed:
                ticket = self._try(pc.act, queue.call_ticket, missed[0].id, counter=pc.counter)
        if ticket is not None:
            self._hear_call(ticket, pc.counter)

    def _hear_call(self, ticket: Ticket, counter: int) -> None:
        self._note(f"{ticket.number} {counter}")
        if self._is_in_hall(ticket.id):
            citizen = self.citizens[ticket.id]
            citizen.at, citizen.claim = counter, ticket.claim or ""

    def _resume(self, pc: CounterPC, held: Ticket, *, sure: bool) -> None:
        """A clerk calls a held number out loud and resumes it; nobody there: they have left.

        Whoever was sent back while another counter had their number waits in the hall, and no
        board shows a held number: unless they hear their clerk, they are resumed in vain for ever.
        """
        citizen = self.citizens.get(held.id)
        here = citizen is not None and citizen.at == pc.counter and not citizen.gone
        if sure and not here and not self._is_in_hall(held.id):
            self._try(pc.act, queue.mark_left, held.id)
            return
        resumed = self._try(pc.act, queue.resume_ticket, held.id, counter=pc.counter)
        if resumed is not None:
            self._hear_call(resumed, pc.counter)

    def _called(self, pc: CounterPC, current: Ticket, *, here: bool, sure: bool) -> None:
        mistaken = not sure and self._chance.random() < 0.05
        if here or mistaken:
            self._try(pc.act, queue.start_service, current.id, counter=pc.counter)
        elif not sure and self._chance.random() < 0.3:
            again = self._try(pc.act, queue.recall, current.id, counter=pc.counter)
            if again is not None:
                self._hear_call(again, pc.counter)
        else:
            self._try(pc.act, queue.mark_no_show, current.id, counter=pc.counter)

    def _serve(self, pc: CounterPC, current: Ticket, citizen: Citizen, *, sure: bool) -> None:
        drawn = 1.0 if sure else self._chance.random()
        if drawn < 0.1:
            self._try(pc.act, queue.hold_ticket, current.id, counter=pc.counter, reason="a photo")
        elif drawn < 0.2:
            if self._try(pc.act, queue.transfer_ticket, current.id, service=KIA):
                citizen.at = None
                citizen.transfers += 1
        elif self._try(pc.act, queue.finish_ticket, current.id, counter=pc.counter):
            self.finished.append((current.id, current.claim or ""))
            citizen.served.append(current.claim or "")
            citizen.at, citizen.gone = None, True

    def _served_nobody(self, pc: CounterPC, current: Ticket) -> None:
        """A clerk began without anybody there: taken back, or finished where it cannot be."""
        if self._try(pc.act, undoing.undo_last, current.id, counter=pc.counter):
            return
        if self._try(pc.act, queue.finish_ticket, current.id, counter=pc.counter):
            self.finished.append((current.id, current.claim or ""))
            if (citizen := self.citizens.get(current.id)) is not None:
                citizen.wronged = True

    def _send_back(self, pc: CounterPC, current: Ticket | None, held: tuple[Ticket, ...]) -> None:
        """Whoever stands at the counter with a number that is not its any more goes back."""
        here = {each.id for each in held} | ({current.id} if current else set())
        for citizen in self.citizens.values():
            if citizen.at == pc.counter and citizen.ticket not in here and not citizen.gone:
                citizen.at = None
                self._note(f"back {citizen.number}")

    # --- what breaks ----------------------------------------------------------------------------
    def _switch_off(self) -> None:
        on: list[Any] = [each for each in (*self.branch.hubs, *self.branch.pcs) if each.is_on]
        if self.branch.central.central is not None:
            on.append(self.branch.central)
        if on:
            self._chance.choice(on).kill()

    def _switch_on(self) -> None:
        off: list[Any] = [each for each in (*self.branch.hubs, *self.branch.pcs) if not each.is_on]
        if self.branch.central.central is None:
            off.append(self.branch.central)
        if off:
            self._chance.choice(off).start()

    def _cut(self) -> None:
        one, other = self._chance.sample(self.branch.names, 2)
        if self._chance.random() < 0.4:
            self.branch.network.cut(one, other)
        else:
            self.branch.network.cut_off(one, other)

    def _call_apart(self) -> None:
        """The switch is unplugged while they call: each decides alone, then the line is back."""
        pcs = [each for each in self.branch.pcs if each.is_on]
        for pc in pcs:
            pc.sync()
        with self.branch.network.unplugged(self.branch.names, [each.name for each in pcs]):
            for _key in range(self._chance.randrange(3, 12) if pcs else 0):
                self.branch.time.advance(self._chance.randrange(1, 5))
                self._at_counter(self._chance.choice(pcs), sure=False)
        self.branch.time.advance(61)
        for pc in (*pcs, *pcs):
            pc.sync()

    def _mend(self) -> None:
        faults = self.branch.network.faults
        self.branch.network.heal()
        self.branch.network.faults = faults

    def _weather(self) -> None:
        def some() -> float:
            return self._chance.choice((0.0, 0.0, 0.05, 0.2))

        self.branch.network.faults = Faults(
            lost=some(),
            answer_lost=some(),
            late=some(),
            twice=some(),
            damaged=some(),
            portal=some() / 2,
            server_killed=some() / 5,
        )

    def _jump(self) -> None:
        clock = self.branch.clocks[self._chance.choice(sorted(self.branch.clocks))]
        clock.off_ms = 0 if clock.off_ms else self._chance.choice(_JUMPS_MS)

    def _promote(self) -> None:
        pc = self._someone()
        if pc is None:
            return
        own = next((each for each in self.branch.hubs if each.folder == pc.folder / FOLDER), None)
        if own is None:
            self.branch.hubs.append(pc.promote(f"http://127.0.0.1:91{pc.counter:02}"))
        elif own.hub is not None:
            own.hub.become_hub(own.address, promoted=True)

    def _night(self) -> None:
        """Everybody goes home; in the morning one counter after another confirms the date."""
        if self._nights >= 2:
            return
        self._nights += 1
        self.branch.time.advance(23 * 3600)
        for citizen in self.citizens.values():
            citizen.gone, citizen.at = True, None
        self._unopened = {each.name for each in self.branch.pcs}

    # --- what they share ------------------------------------------------------------------------
    def _sync_one(self) -> None:
        pc = self._someone()
        if pc is not None:
            pc.sync()
        hub = self._chance.choice(self.branch.hubs)
        if hub.is_on:
            hub.sync(self.branch.central)

    def _someone(self) -> CounterPC | None:
        on = [each for each in self.branch.pcs if each.is_on]
        return self._chance.choice(on) if on else None

    def _is_in_hall(self, ticket: str) -> bool:
        citizen = self.citizens.get(ticket)
        return citizen is not None and citizen.at is None and not citizen.gone

    def _nobody_left(self) -> bool:
        today = self.branch.pcs[0].office.read(_day)
        for citizen in self.citizens.values():
            # they complain and are served without a number, or are told that it was yesterday's
            if citizen.at is None and (citizen.wronged or citizen.day < today):
                citizen.gone = True
        return all(each.gone for each in self.citizens.values()) and not any(
            self._open_here(pc) for pc in self.branch.pcs
        )

    def _open_here(self, pc: CounterPC) -> list[tuple[str, str]]:
        return [
            (each.number, each.state.value)
            for each in pc.office.read(lambda reading: reading.tickets.on(_day(reading)))
            if each.is_open
        ]

    def _try(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do something; None where the product says that it cannot be, for a reason of its own."""
        try:
            answer = act(*args, **kwargs)
        except LoketError as error:
            self._note(error.code)
            return None
        name = getattr(args[0], "__name__", "") if args else ""
        self._note(name or getattr(act, "__name__", "act"))
        return answer

    def _note(self, what: str) -> None:
        self.did[what] = self.did.get(what, 0) + 1
        self.told.update(f"{self.branch.time.now_ms} {what}\n".encode())


def _day(reading: Any) -> str:
    return waiting.current_day(reading)
