"""A branch head's acts on how much of a service there is, and for whom it is kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from counter.office import limits
from counter.text import _
from ui.desk.acts import Act
from ui.desk.asking import Asking
from ui.desk.doing import Doing
from ui.desk.showing import Showing
from ui.desk.slots import SlotActs
from ui.desk.state import DeskState
from ui.desk.words import left_words, service_title, slots_words
from ui.widgets.palette import Hit

Keep = Callable[[int | None], None]


class LimitActs:
    """Numbers a day, blanks in the drawer, times of appointments."""

    def __init__(self, showing: Showing, doing: Doing, asking: Asking) -> None:
        self._showing, self._doing, self._asking = showing, doing, asking
        self._slots = SlotActs(showing, doing, asking)
        self._window, self._office = showing.window, showing.office

    def limit(self) -> None:
        """Ask of which service, then what of it."""
        state = self._showing.state
        if state is None:
            return
        self._asking.which_service(
            state.catalogue,
            _("Limits and appointments of which service?"),
            self._which,
            notes=_notes(state),
            noted=Act.LIMIT.icon,
        )

    def _which(self, service: str) -> None:
        state = self._showing.state
        if state is None:
            return
        left = state.lefts.get(service, limits.Left())
        title = service_title(state.catalogue, service)
        numbers = _("no limit") if left.numbers is None else left_words(limits.Left(left.numbers))
        blanks = (
            _("not counted") if left.blanks is None else left_words(limits.Left(blanks=left.blanks))
        )
        self._asking.ask(
            title,
            [
                Hit(
                    _("Numbers a day at the kiosk"),
                    numbers,
                    "table",
                    partial(
                        self._how_many,
                        _("How many numbers a day for {service}?").format(service=title),
                        _("No limit"),
                        partial(self._keep_numbers, service),
                    ),
                ),
                Hit(
                    _("Blanks in the drawer now"),
                    blanks,
                    "description",
                    partial(
                        self._how_many,
                        _("How many blanks of {service} lie in the drawer now?").format(
                            service=title
                        ),
                        _("Do not count them"),
                        partial(self._keep_blanks, service),
                    ),
                ),
                Hit(
                    Act.APPOINTMENTS.title,
                    slots_words(state.slots.get(service)),
                    Act.APPOINTMENTS.icon,
                    partial(self._slots.ask, service),
                ),
            ],
        )

    def _how_many(self, prompt: str, without: str, keep: Keep) -> None:
        self._asking.ask_read(
            prompt,
            [Hit(without, "", "close", partial(keep, None))],
            limits.read_limit,
            keep,
            hint=_("Type a number, or choose."),
        )

    def _keep_numbers(self, service: str, a_day: int | None) -> None:
        act = partial(self._office.act, limits.limit_numbers, service, a_day=a_day)
        self._doing.do(Act.LIMIT, act, self._told)

    def _keep_blanks(self, service: str, blanks: int | None) -> None:
        act = partial(self._office.act, limits.count_blanks, service, blanks=blanks)
        self._doing.do(Act.LIMIT, act, self._told)

    def _told(self, _nothing: None) -> None:
        self._window.toast.tell(_("It is noted; the kiosk goes by it at once."))


def _notes(state: DeskState) -> dict[str, str]:
    """What is laid down for each service."""
    said: dict[str, list[str]] = {}
    for service, left in state.lefts.items():
        said.setdefault(service, []).append(left_words(left))
    for service, slots in state.slots.items():
        said.setdefault(service, []).append(slots_words(slots))
    return {service: " · ".join(words) for service, words in said.items()}
