"""A branch head lays down at which times a service takes appointments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from counter.domain.calendar import WEEKDAYS
from counter.office import appointments, limits
from counter.text import DAYS, _, count
from ui.desk.acts import Act
from ui.desk.asking import Asking
from ui.desk.doing import Doing
from ui.desk.showing import Showing
from ui.desk.words import service_title
from ui.widgets.palette import Hit

_EVERY_MIN = (10, 15, 20, 30, 60)
_USUAL_PLACES = (1, 2, 3, 4, 5)
_BEFORE_FRIDAY = WEEKDAYS[:4]  # whose afternoon is short


class SlotActs:
    """Asks for hours, for the time between, for places and for days."""

    def __init__(self, showing: Showing, doing: Doing, asking: Asking) -> None:
        self._showing, self._doing, self._asking = showing, doing, asking
        self._window, self._office = showing.window, showing.office

    def ask(self, service: str) -> None:
        """Ask for the hours, or for none."""
        state = self._showing.state
        if state is None:
            return
        none = partial(self._set, service, ("00:00", "00:00"), 30, 0, ())
        self._asking.ask_read(
            _("Appointments for {service}: from when until when?").format(
                service=service_title(state.catalogue, service)
            ),
            [Hit(_("No appointments"), "", "close", none)],
            appointments.read_hours,
            partial(self._how_often, service),
            hint=_("Type a span like 08.00-11.30, or choose."),
        )

    def _how_often(self, service: str, hours: tuple[str, str]) -> None:
        self._asking.ask(
            _("How long is one appointment?"),
            [
                Hit(
                    _("{n} minutes").format(n=count(each)),
                    "",
                    "schedule",
                    partial(self._how_many, service, hours, each),
                )
                for each in _EVERY_MIN
            ],
        )

    def _how_many(self, service: str, hours: tuple[str, str], every_min: int) -> None:
        self._asking.ask_read(
            _("How many people at each time?"),
            [
                Hit(
                    str(each),
                    "",
                    "groups",
                    partial(self._which_days, service, hours, every_min, each),
                )
                for each in _USUAL_PLACES
            ],
            limits.read_limit,
            partial(self._which_days, service, hours, every_min),
            hint=_("Type a number, or choose."),
        )

    def _which_days(
        self, service: str, hours: tuple[str, str], every_min: int, places: int
    ) -> None:
        keep = partial(self._set, service, hours, every_min, places)
        first, last = _(DAYS[0]), _(DAYS[len(_BEFORE_FRIDAY) - 1])
        self._asking.ask(
            _("On which days?"),
            [
                Hit(_("Whenever the office opens"), "", Act.APPOINTMENTS.icon, partial(keep, ())),
                Hit(
                    _("{first} to {last}").format(first=first, last=last),
                    "",
                    Act.APPOINTMENTS.icon,
                    partial(keep, _BEFORE_FRIDAY),
                ),
                *(
                    Hit(
                        _("Only {day}").format(day=_(name)),
                        "",
                        Act.APPOINTMENTS.icon,
                        partial(keep, (day,)),
                    )
                    for day, name in zip(WEEKDAYS, DAYS, strict=True)
                ),
            ],
        )

    def _set(
        self,
        service: str,
        hours: tuple[str, str],
        every_min: int,
        places: int,
        days: Sequence[str],
    ) -> None:
        act = partial(
            self._office.act,
            appointments.set_slots,
            service,
            places=places,
            hours=hours,
            every_min=every_min,
            days=days,
        )
        told = (
            _("It is noted: clerks can book these times at once.")
            if places
            else _("It is noted: no new appointments. What was booked stands.")
        )
        self._doing.do(Act.LIMIT, act, lambda _nothing: self._window.toast.tell(told))
