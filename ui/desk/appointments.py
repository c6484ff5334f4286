"""A clerk's acts on appointments: who is expected, a new one, another time, an arrival."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from itertools import groupby

from counter.domain.appointment import Appointment, AppointmentState
from counter.domain.ticket import Ticket
from counter.errors import LoketError
from counter.office import appointments, queue
from counter.office.appointments import Booked, Slot
from counter.text import N_, _, clock, count, ngettext, word
from ui.desk.acts import Act
from ui.desk.asking import Asking
from ui.desk.doing import Doing
from ui.desk.showing import Showing
from ui.desk.words import day_words, service_title
from ui.tasks import Tasks
from ui.widgets.palette import Hit

Pick = Callable[[Slot], None]

_WHY_CANCELLED = (
    N_("the applicant withdrew"),
    N_("the applicant was served already"),
    N_("booked by mistake"),
)


class AppointmentActs:
    """Books, moves and cancels appointments, and gives whoever comes a number."""

    def __init__(self, showing: Showing, doing: Doing, asking: Asking, tasks: Tasks) -> None:
        self._showing, self._doing, self._asking, self._tasks = showing, doing, asking, tasks
        self._window, self._office = showing.window, showing.office

    def list_them(self) -> None:
        """Show who is expected from today on; typing finds one of them."""

        def read() -> tuple[list[str], list[Booked]]:
            return (
                self._office.read(appointments.services_on_offer),
                self._office.read(appointments.appointments_ahead),
            )

        self._ask(read, lambda told: self._show(*told))

    def _show(self, offered: Sequence[str], booked: Sequence[Booked]) -> None:
        if not offered and not booked:
            self._window.toast.tell(
                _("No service takes appointments yet. A branch head lays down their times.")
            )
            return
        book = Hit(_("Book an appointment"), "", "add", partial(self._which, offered))
        hits = [
            *([book] if offered else []),
            *(
                Hit(
                    f"{self._when(each.appointment)} · {each.name or each.appointment.code}",
                    f"{self._title(each.appointment)} · {_standing(each)}",
                    _icon(each),
                    partial(self._what_with, each),
                )
                for each in booked
            ),
        ]
        said = ngettext(
            "{n} appointment from today on", "{n} appointments from today on", len(booked)
        )
        self._asking.ask(
            said.format(n=count(len(booked))), hits, hint=_("Type a name to find somebody.")
        )

    def _what_with(self, booked: Booked) -> None:
        appointment = booked.appointment
        stands = appointment.state is AppointmentState.BOOKED
        is_today = appointment.at.date() == self._now().date()
        hits = []
        if stands and is_today:
            hits.append(
                Hit(
                    _("They are here: give the number"),
                    "",
                    "groups",
                    partial(self._check_in, appointment),
                    partial(self._check_in, appointment, priority=True),
                )
            )
        if stands:
            hits += [
                Hit(
                    _("Another time"),
                    "",
                    "schedule",
                    partial(
                        self._when_free,
                        appointment.service,
                        lambda slot: self._move(appointment, slot),
                        people=appointment.people,
                    ),
                ),
                Hit(_("Print the slip again"), "", "print", partial(self._print, appointment)),
                Hit(_("Cancel the appointment"), "", "close", partial(self._why, appointment)),
            ]
        if not hits:
            self._window.toast.tell(f"{booked.name or appointment.code}: {_standing(booked)}")
            return
        who = ", ".join(filter(None, (booked.name, booked.phone)))
        self._asking.ask(
            f"{self._when(appointment)} · {who or appointment.code}",
            hits,
            hint=_("Enter gives a number, Ctrl+Enter one with priority.")
            if stands and is_today
            else "",
        )

    # --- a new one ------------------------------------------------------------------------
    def _which(self, offered: Sequence[str]) -> None:
        state = self._showing.state
        if state is None:
            return
        if len(offered) == 1:
            self._begin(offered[0])
            return
        self._asking.ask(
            _("An appointment for which service?"),
            [
                Hit(
                    service_title(state.catalogue, each),
                    "",
                    "description",
                    partial(self._begin, each),
                )
                for each in offered
            ],
        )

    def _begin(self, service: str) -> None:
        self._when_free(service, partial(self._for_how_many, service))

    def _when_free(self, service: str, then: Pick, *, people: int = 1) -> None:
        """Ask for a day that has a free time for so many, then for the time."""

        def ask_day(found: list[Slot]) -> None:
            slots = [each for each in found if each.left >= people]
            if not slots:
                self._window.toast.tell(_("No time is free in the next 30 days."))
                return
            days = [(day, list(each)) for day, each in groupby(slots, lambda slot: slot.at.date())]
            self._asking.ask(
                _("On which day?"),
                [
                    Hit(
                        self._day(day),
                        _places(sum(each.left for each in free)),
                        Act.APPOINTMENTS.icon,
                        partial(ask_time, day, free),
                    )
                    for day, free in days
                ],
            )

        def ask_time(day: date, free: Sequence[Slot]) -> None:
            self._asking.ask(
                _("At what time on {day}?").format(day=day_words(day)),
                [
                    Hit(clock(each.at), _places(each.left), "schedule", partial(then, each))
                    for each in free
                ],
            )

        self._ask(partial(self._office.read, appointments.free_slots, service), ask_day)

    def _for_how_many(self, service: str, slot: Slot) -> None:
        most = min(slot.left, queue.MOST_PEOPLE)
        if most == 1:
            self._who(service, slot, 1)
            return
        self._asking.ask(
            _("For how many people?"),
            [
                Hit(str(people), "", "groups", partial(self._who, service, slot, people))
                for people in range(1, most + 1)
            ],
        )

    def _who(self, service: str, slot: Slot, people: int) -> None:
        self._asking.ask_words(
            _("For whom? Name, and telephone number if there is one"),
            partial(self._book, service, slot, people),
            icon="person",
            hint=_("Like: Dewi Lestari 081234567890. Enter books it and prints the slip."),
        )

    def _book(self, service: str, slot: Slot, people: int, typed: str) -> None:
        name, phone = appointments.read_contact(typed)

        def told(booked: Appointment) -> None:
            text = _("{name} is expected on {day} at {time}. The slip is being printed.")
            self._window.toast.tell(
                text.format(name=name, day=day_words(booked.at), time=clock(booked.at))
            )

        def taken(error: LoketError) -> None:
            self._showing.failed(error)
            if isinstance(error, appointments.SlotTaken):  # who was typed stays
                self._when_free(
                    service,
                    lambda slot: self._book(service, slot, people, typed),
                    people=people,
                )

        book = partial(
            self._office.act,
            appointments.book,
            service,
            slot.at,
            name=name,
            phone=phone,
            people=people,
        )
        self._doing.do(Act.APPOINTMENTS, book, told, taken)

    # --- one that stands ------------------------------------------------------------------
    def _check_in(self, appointment: Appointment, *, priority: bool = False) -> None:
        def told(ticket: Ticket) -> None:
            self._window.toast.tell(_("Number {number} is given.").format(number=ticket.number))

        check_in = partial(self._showing.station.check_in, appointment, priority=priority)
        self._doing.do(Act.APPOINTMENTS, check_in, told)

    def _move(self, appointment: Appointment, slot: Slot) -> None:
        def told(moved: Appointment) -> None:
            text = _("The appointment is on {day} at {time} now. The slip is being printed.")
            self._window.toast.tell(text.format(day=day_words(moved.at), time=clock(moved.at)))

        move = partial(self._office.act, appointments.move, appointment.id, slot.at)
        self._doing.do(Act.APPOINTMENTS, move, told)

    def _why(self, appointment: Appointment) -> None:
        def cancel(reason: str) -> None:
            self._doing.do(
                Act.APPOINTMENTS,
                partial(self._office.act, appointments.cancel, appointment.id, reason=reason),
                lambda _nothing: self._window.toast.tell(
                    _("The appointment is cancelled; its place is free again.")
                ),
            )

        self._asking.why(_("Why is it cancelled?"), "close", _WHY_CANCELLED, cancel)

    def _print(self, appointment: Appointment) -> None:
        self._doing.do(
            Act.APPOINTMENTS,
            partial(self._office.act, appointments.print_slip, appointment.id),
            lambda _nothing: self._window.toast.tell(_("The slip is being printed.")),
        )

    # --- words ----------------------------------------------------------------------------
    def _ask(self, read: Callable[[], object], show: Callable[..., None]) -> None:
        self._tasks.ask(read, asker=self._window, done=show, failed=self._showing.failed)

    def _now(self) -> datetime:
        return self._showing.local(self._office.clock.now_ms()).replace(tzinfo=None)

    def _day(self, day: date) -> str:
        ahead = (day - self._now().date()).days
        near = {0: _("today"), 1: _("tomorrow")}.get(ahead)
        return f"{day_words(day)} ({near})" if near else day_words(day)

    def _when(self, appointment: Appointment) -> str:
        at = appointment.at
        if at.date() == self._now().date():
            return clock(at)
        return f"{day_words(at)} {clock(at)}"

    def _title(self, appointment: Appointment) -> str:
        state = self._showing.state
        return service_title(state.catalogue, appointment.service) if state else ""


def _standing(booked: Booked) -> str:
    return _("missed") if booked.is_missed else word(booked.appointment.state)


def _icon(booked: Booked) -> str:
    if booked.is_missed:
        return "person_off"
    arrived = booked.appointment.state is AppointmentState.ARRIVED
    return "check_circle" if arrived else Act.APPOINTMENTS.icon


def _places(left: int) -> str:
    return ngettext("{n} place left", "{n} places left", left).format(n=count(left))
