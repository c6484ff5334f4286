"""The form beside a ticket: opened with its draft, kept as it is typed, shown as a receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Slot

from counter.domain.answers import Setting
from counter.domain.catalogue import Catalogue
from counter.domain.events import TicketId
from counter.domain.forms import needed
from counter.errors import LoketError
from counter.office import intake
from counter.office.findings import say
from counter.office.intake import Filing, Intake
from counter.office.office import Office
from counter.office.previews import draft_picture, receipt_picture
from counter.office.regions import regions
from counter.text import _, language, ngettext, rupiah
from ui.desk.side_panel import Promise
from ui.desk.state import Receipt
from ui.desk.window import DeskWindow
from ui.desk.words import LocalTime, clock_of_second, day_words
from ui.intake.judging import FormJudge
from ui.tasks import Tasks

_NOTHING = Filing({}, {}, {})


def make_judge() -> FormJudge:
    """A judge that speaks the office's sentences."""
    return FormJudge(say)


def find_regions(text: str) -> list[tuple[str, str]]:
    """Regions whose name holds the text; the table is in memory once a form is open."""
    table = regions()
    exact = table.find(text)
    found = [exact] if exact is not None else table.search(text)
    return [(each.code, ", ".join(part.name for part in table.path(each.code))) for each in found]


def promise_of(opened: Intake, *, complete: bool) -> Promise:
    """What may be promised as the form stands.

    Args:
        complete: all documents are here.
    """
    days = opened.service.working_days
    within = ngettext("{n} working day", "{n} working days", days).format(n=days)
    fee = rupiah(opened.service.fee_rupiah)
    if opened.suspension is not None:
        return Promise(within, _("after the service is back"), fee)
    if not complete:
        return Promise(within, _("after the documents are complete"), fee)
    day = date.fromisoformat(opened.promised)
    basis = _("{days} after today").format(days=within) if days else _("today")
    if not opened.holidays_known:
        unsure = _("The holidays of {year} are not in the calendar yet: it may be later.")
        basis = f"{basis}. {unsure.format(year=day.year)}"
    return Promise(day_words(day), basis, fee)


class IntakeDesk(QObject):
    """Keeps one form in step with the store, without ever waiting for it."""

    def __init__(
        self,
        window: DeskWindow,
        office: Office,
        tasks: Tasks,
        judge: FormJudge,
        *,
        paper: str,
        local: LocalTime,
        failed: Callable[[LoketError], None],
    ) -> None:
        super().__init__(window)
        self._window, self._office, self._tasks, self._judge = window, office, tasks, judge
        self._paper, self._local, self._failed = paper, local, failed
        self._form, self._side = window.service.form, window.side
        self._wanted: tuple[str, str] | None = None  # ticket and service that should be open
        self._opened: Intake | None = None
        self._catalogue: Catalogue | None = None
        self._kept = _NOTHING  # what is on disk
        self._saving = False
        self._after: list[Callable[[], None]] = []
        self._form.changed.connect(self._changed)
        self._side.documents.changed.connect(self._changed)

    @property
    def ticket_id(self) -> TicketId | None:
        """Whose form is open."""
        return self._opened.ticket.id if self._opened is not None else None

    @property
    def is_open(self) -> bool:
        """Whether there is a form that can be filed."""
        return self._opened is not None and self._opened.filed is None

    def typed(self) -> Filing:
        """What the form holds now."""
        ticked = set(self._side.documents.ticked())
        shown = {each.requirement_id for each in self._side.documents.checks()}
        documents = {name: have for name, have in self._kept.documents.items() if name not in shown}
        documents |= dict.fromkeys(sorted(shown), False) | dict.fromkeys(sorted(ticked), True)
        return Filing(self._form.answers(), documents, self._form.overrides())

    def has_typed(self) -> bool:
        """Whether anything would be lost with the form."""
        typed = self.typed()
        return bool(typed.answers or any(typed.documents.values()))

    def show(
        self,
        ticket_id: TicketId | None,
        service: str,
        catalogue: Catalogue,
        receipt: Receipt | None,
        *,
        again_ms: int | None = None,
    ) -> None:
        """Open this ticket's form, unless it is open; none: put the form away.

        Args:
            again_ms: when the service began for another person of the same visit.
        """
        self._catalogue = catalogue
        person = f"{ticket_id}/{again_ms}/{receipt is not None}"
        wanted = None if ticket_id is None else (person, service)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self.settle(partial(self._open, ticket_id, wanted))

    def settle(self, then: Callable[[], None]) -> None:
        """Call `then` once everything typed is on disk, at once if it is."""
        self._form.flush()
        if self._saving:
            self._after.append(then)
        else:
            then()

    def ready(self) -> bool:
        """Judge the form strictly; put the cursor where something has to be mended."""
        if self._form.judge_now(strictly=True):
            return True
        self._window.show_form()
        self._window.service.say_unfinished(self._form.problems())
        self._form.focus_first_problem()
        return False

    def filed(self) -> None:
        """The form was filed: nothing of it is left to keep."""
        self._opened = None

    @Slot()
    def retranslate(self) -> None:
        """Ask in the language in use; what is typed stays."""
        if self._opened is None:
            return
        typed = self.typed()
        self._build(self._opened)
        self._fill(typed)
        if self.is_open:
            self._show_derived(typed)

    def _open(self, ticket_id: TicketId | None, wanted: tuple[str, str] | None) -> None:
        if ticket_id is None:
            self._opened = None
            self._kept = _NOTHING
            self._side.preview.clear()
            return
        self._tasks.ask(
            partial(_read, self._office, ticket_id),
            asker=self,
            done=partial(self._arrived, wanted),
            failed=self._failed,
        )

    def _arrived(self, wanted: tuple[str, str] | None, opened: Intake) -> None:
        if wanted != self._wanted:
            return
        self._opened = opened
        today = date.fromisoformat(opened.today)
        self._judge.judges(opened.fields, Setting(today=today, regions=regions()))
        draft = opened.draft
        typed = Filing(draft.answers, draft.documents, draft.overrides) if draft else _NOTHING
        self._kept = typed
        self._build(opened)
        self._fill(typed)
        self._side.documents.setEnabled(opened.filed is None)
        if opened.filed is not None:
            self._show_filed(opened)
            return
        self._show_derived(typed)
        if opened.drafted_ms is not None:
            self._say_kept(opened.drafted_ms, again=True)
        else:
            self._window.service.say_draft(_("What you type is kept by itself."))
        self._window.show_form()
        self._form.focus_first_empty()

    def _build(self, opened: Intake) -> None:
        assert self._catalogue is not None
        of_applicant = {each.id for each in self._catalogue.applicant}
        first = [each for each in opened.fields if each.id in of_applicant]
        then = [each for each in opened.fields if each.id not in of_applicant]
        title = opened.service.title.in_language(language())
        self._form.build([(_("Applicant"), first), (title, then)])

    def _fill(self, typed: Filing) -> None:
        self._form.set_answers(typed.answers, typed.overrides)
        self._side.documents.set_ticked([name for name, have in typed.documents.items() if have])
        self._show_requirements(typed)

    def _show_requirements(self, typed: Filing) -> None:
        opened = self._opened
        assert opened is not None
        asked = needed(opened.service.requirements, opened.fields, typed.answers)
        self._side.documents.show_requirements(asked)

    def _show_derived(self, typed: Filing) -> None:
        """What follows from the answers: documents, promise, the receipt."""
        opened = self._opened
        assert opened is not None
        self._show_requirements(typed)
        session = self._office.session
        self._show_promise(opened, typed)
        self._side.preview.show_paper(
            lambda pixels: draft_picture(
                self._office,
                opened.ticket.id,
                typed,
                officer=session.person if session is not None else "",
                paper=self._paper,
                width_px=pixels,
            )
        )

    def _show_filed(self, opened: Intake) -> None:
        filed = opened.filed
        assert filed is not None
        handed_in = {each.requirement: each.handed_in for each in filed.documents}
        self._side.documents.set_ticked([name for name, have in handed_in.items() if have])
        self._side.documents.show_requirements(
            [each for each in opened.service.requirements if each.id in handed_in]
        )
        self._show_promise(opened, Filing({}, handed_in, {}))
        self._side.preview.show_paper(
            lambda pixels: receipt_picture(
                self._office, filed.id, paper=self._paper, width_px=pixels
            )
        )
        self._window.filed.take_focus()

    def _show_promise(self, opened: Intake, typed: Filing) -> None:
        asked = needed(opened.service.requirements, opened.fields, typed.answers)
        complete = not intake.missing(asked, typed.documents)
        self._side.promise.show_promise(promise_of(opened, complete=complete))

    @Slot()
    def _changed(self) -> None:
        if not self.is_open:
            return
        typed = self.typed()
        if typed == self._kept:
            return
        self._show_derived(typed)
        self._save()

    def _save(self) -> None:
        """Keep what is typed; one after the other, so that the latest is what stays."""
        if self._saving:
            return  # looked at again when that one is on disk
        opened, typed = self._opened, self.typed()
        if opened is None:
            return
        self._saving = True
        self._tasks.ask(
            partial(self._office.act, intake.keep_typed, opened.ticket.id, typed),
            asker=self,
            done=partial(self._saved, typed),
            failed=self._not_saved,
        )

    def _saved(self, typed: Filing, at_ms: int) -> None:
        self._saving = False
        self._kept = typed
        self._say_kept(at_ms)
        if self.is_open and self.typed() != typed and not self._form.is_pausing():
            self._save()
        if not self._saving:
            self._go_on()

    def _not_saved(self, error: LoketError) -> None:
        self._saving = False
        self._window.service.say_draft(_("The draft is not on disk yet."))
        self._failed(error)
        self._go_on()

    def _go_on(self) -> None:
        after, self._after = self._after, []
        for each in after:
            each()

    def _say_kept(self, at_ms: int, *, again: bool = False) -> None:
        at = clock_of_second(self._local(at_ms))
        text = _("Draft of {clock} is back") if again else _("Draft saved {clock}")
        self._window.service.say_draft(text.format(clock=at))


def _read(office: Office, ticket_id: TicketId) -> Intake:
    regions()  # 10 ms that the Qt thread is spared
    return office.read(intake.open_intake, ticket_id)
