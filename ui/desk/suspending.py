"""A clerk's acts on services that cannot be rendered now, and on what was promised meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import partial

from counter.domain.application import Application
from counter.office import suspending
from counter.text import _, clock, count, ngettext, short_date
from ui.desk.acts import Act
from ui.desk.asking import Asking
from ui.desk.doing import Doing
from ui.desk.showing import Showing
from ui.desk.words import day_words, service_title
from ui.tasks import Tasks
from ui.widgets.palette import Hit

_MORNING = time(8)


class SuspendActs:
    """Suspends services, restores them, takes up what was promised."""

    def __init__(self, showing: Showing, doing: Doing, asking: Asking, tasks: Tasks) -> None:
        self._showing, self._doing, self._asking, self._tasks = showing, doing, asking, tasks
        self._window, self._office = showing.window, showing.office

    def suspend(self) -> None:
        """Ask which service is suspended, or restored."""
        state = self._showing.state
        if state is None:
            return
        gone = state.suspended
        offered = [each.id for each in state.catalogue.services if not each.quick]
        left = [each for each in offered if each not in gone]
        hits = [
            Hit(
                _("Restore {service}").format(service=service_title(state.catalogue, each)),
                _(gone[each].reason),
                "play_arrow",
                partial(self._restore, [each]),
            )
            for each in offered
            if each in gone
        ]
        if len(gone) > 1:
            everything = Hit(
                _("Restore all services"), "", "play_arrow", partial(self._restore, list(gone))
            )
            hits.insert(0, everything)
        if len(left) > 1:
            hits.append(
                Hit(_("Suspend all services"), "", Act.SUSPEND.icon, partial(self._why, left))
            )
        hits += [
            Hit(
                _("Suspend {service}").format(service=service_title(state.catalogue, each)),
                "",
                Act.SUSPEND.icon,
                partial(self._why, [each]),
            )
            for each in left
        ]
        self._asking.ask(
            _("Which service cannot be rendered now, or can again?"),
            hits,
            hint=_("Numbers are called all the same; intakes are taken against a promise slip."),
        )

    def _why(self, services: Sequence[str]) -> None:
        self._asking.ask_free(
            _("Why is it suspended? Citizens read this."),
            [
                Hit(_(each), "", Act.SUSPEND.icon, partial(self._until, services, each))
                for each in suspending.REASONS
            ],
            partial(self._until, services),
        )

    def _until(self, services: Sequence[str], reason: str) -> None:
        now = self._showing.local(self._office.clock.now_ms()).replace(tzinfo=None)
        hour = (now + timedelta(hours=1)).replace(second=0, microsecond=0)
        morning = datetime.combine(now.date() + timedelta(days=1), _MORNING)

        def suspend(back: datetime | None) -> None:
            act = partial(
                self._office.act,
                suspending.suspend_services,
                services,
                reason=reason,
                back=back,
            )
            self._doing.do(Act.SUSPEND, act, lambda _nothing: self._told_suspended(services))

        self._asking.ask(
            _("When can it be rendered again?"),
            [
                Hit(_("Nobody knows"), "", "help", partial(suspend, None)),
                Hit(_("In an hour"), clock(hour), "schedule", partial(suspend, hour)),
                Hit(
                    _("Tomorrow morning"),
                    f"{short_date(morning.date())} {clock(morning)}",
                    "schedule",
                    partial(suspend, morning),
                ),
            ],
        )

    def _told_suspended(self, services: Sequence[str]) -> None:
        text = ngettext("{n} service is suspended.", "{n} services are suspended.", len(services))
        self._window.toast.tell(text.format(n=count(len(services))))

    def _restore(self, services: Sequence[str]) -> None:
        def told(_nothing: None) -> None:
            self._ask_promises(self._show_promises)

        act = partial(self._office.act, suspending.restore_services, services)
        self._doing.do(Act.SUSPEND, act, told)

    # --- what was promised ----------------------------------------------------------------
    def promises(self) -> None:
        """List who holds a promise slip, in the order of handing in."""
        self._ask_promises(self._show_promises, say_none=True)

    def _ask_promises(
        self, show: Callable[[list[Application]], None], *, say_none: bool = False
    ) -> None:
        def arrived(slips: list[Application]) -> None:
            if slips:
                show(slips)
            elif say_none:
                self._window.toast.tell(_("Nobody holds a promise slip."))
            else:
                self._window.toast.tell(_("The service is rendered again."))

        self._tasks.ask(
            partial(self._office.read, suspending.promised),
            asker=self._window,
            done=arrived,
            failed=self._showing.failed,
        )

    def _show_promises(self, slips: list[Application]) -> None:
        state = self._showing.state
        if state is None:
            return
        prompt = ngettext(
            "{n} promise slip, in the order of handing in: take up which?",
            "{n} promise slips, in the order of handing in: take up which?",
            len(slips),
        )
        self._asking.ask(
            prompt.format(n=count(len(slips))),
            [
                Hit(
                    f"{each.receipt} · {service_title(state.catalogue, each.service)}",
                    _stamp(self._showing.local(each.filed_ms)),
                    Act.PROMISES.icon,
                    partial(self._take_up, each),
                )
                for each in slips
            ],
            hint=_("Whoever handed in first is first. The promised day is counted from today."),
        )

    def _take_up(self, slip: Application) -> None:
        def told(taken: Application) -> None:
            day = datetime.fromisoformat(taken.due_date or "").date()
            text = _("{receipt} is taken up; ready on {day}.")
            self._window.toast.tell(text.format(receipt=taken.receipt, day=day_words(day)))

        self._doing.do(Act.PROMISES, partial(self._office.act, suspending.take_up, slip.id), told)


def _stamp(at: datetime) -> str:
    return f"{short_date(at.date())} {clock(at)}"
