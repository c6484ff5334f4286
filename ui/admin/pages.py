"""The pages of the administrator's window. Each reads the office and changes it by one act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from counter.domain.answers import parse_date
from counter.domain.bodies import CounterSet
from counter.domain.calendar import Zone, branch_time
from counter.errors import LoketError
from counter.office import configure, people
from counter.office.administration import OfficeSettings
from counter.office.backup import make_backup
from counter.office.catalogue import read_catalogue
from counter.office.doctor import examine
from counter.office.people import Member, Role
from counter.office.recovery import reprint_sheet
from counter.office.station import backup_folder
from counter.text import _, clock, count, language, long_date, ngettext, short_date, word
from ui.admin.lists import CounterEditor, EntryList, Findings, PersonEditor
from ui.setup.answers import Answers, PersonAnswers, ids_of, plan_of, problems_in, say
from ui.setup.pages import CataloguePage, OfficePage, PlacePage
from ui.setup.rows import Answer, beside, heading, text_field
from ui.setup.sheet_page import SheetPage
from ui.tasks import Tasks
from ui.theme.tokens import Size, Tone, space
from ui.widgets.card import Card, column, row
from ui.widgets.error_panel import ErrorPanel
from ui.widgets.key_button import KeyButton, Rank
from ui.widgets.pills import Pills
from ui.widgets.words import set_tone, words

if TYPE_CHECKING:
    from counter.office.station import Station


class AdminPage(QWidget):
    """A page: what it shows, what failed, what was done."""

    told = Signal(str)  # something was done
    changed = Signal()  # read the settings again
    title = ""
    lead = ""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__()
        self.station, self.tasks = station, tasks
        self.error = ErrorPanel()
        self.error.hide()
        self.body = column(gap=4)
        self.body.addWidget(self.error)
        self.setLayout(self.body)

    def show_settings(self, settings: OfficeSettings) -> None:
        """Show the office as it is."""

    def fit(self, width: int) -> None:
        """Arrange for a page of that width."""

    def step_back(self) -> bool:
        """Close what is open inside the page; says whether something was."""
        return False

    def do(self, act: Callable[[], Any], said: str, *, busy: QAction) -> None:
        """Change something; say what was done, or why not."""
        self.error.hide()

        def done(_answer: object) -> None:
            self.told.emit(said)
            self.changed.emit()

        self.tasks.run(act, busy=busy, done=done, failed=self.fail)

    def fail(self, error: LoketError) -> None:
        """Say what failed; everything typed stays."""
        self.error.show_error(error)
        self.error.show()

    def button(self, text: str, press: Callable[[], None], rank: Rank, icon: str = "") -> KeyButton:
        """A button of this page."""
        action = QAction(text, self)
        action.triggered.connect(lambda _on: press())
        return KeyButton(action, rank, icon=icon)

    def add_buttons(self, *buttons: KeyButton) -> None:
        """Buttons below what the page shows."""
        across = row()
        for each in buttons:
            across.addWidget(each)
        across.addStretch()
        self.body.addLayout(across)


class HealthPage(AdminPage):
    """How this PC is: the same as `loket doctor`."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title, self.lead = _("Health"), _("How this computer is, and what to do about it.")
        self.findings = Findings()
        self.again = self.button(_("Look again"), self.look, Rank.SECONDARY, "refresh")
        self.body.addWidget(self.findings)
        self.add_buttons(self.again)
        self.look()

    def look(self) -> None:
        """Examine the PC; may wait for a network or a printer, elsewhere."""
        self.tasks.run(
            partial(examine, self.station.folder, self.station.office.clock),
            busy=self.again.action,
            done=self.findings.show_findings,
            failed=self.fail,
        )


class OfficeAdmin(AdminPage):
    """Name, letterhead, hours; the code stays for ever."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("Office")
        self.lead = _("New papers carry what stands here. The code never changes.")
        self._before = Answers()
        self.form: OfficePage | None = None
        self.place = column()
        self.body.addLayout(self.place)
        self.save = self.button(_("Save"), self._judge, Rank.PRIMARY)
        self.add_buttons(self.save)

    def show_settings(self, settings: OfficeSettings) -> None:
        office = settings.office
        self._before = Answers(
            code=office.code,
            name=office.name,
            city=office.city,
            address=office.address,
            letterhead="\n".join(office.letterhead),
            complaint_channel=office.complaint_channel,
            zone=office.zone,
            hours={day: list(hours) for day, hours in office.hours.items()},
        )
        if self.form is not None:
            self.place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = OfficePage(self._before)
        self.form.code.setEnabled(False)
        self.place.addWidget(self.form)

    def fit(self, width: int) -> None:
        if self.form is not None:
            self.form.fit(width)

    def _judge(self) -> None:
        form = self.form
        assert form is not None
        form.store(self._before)
        problems = [each for each in problems_in(self._before) if form.owns(each)]
        form.refuse(problems)
        if problems:
            if (wrong := form.first_wrong()) is not None:
                wrong.setFocus()
            return
        planned = plan_of(self._before).office
        assert planned is not None
        act = partial(
            self.station.office.act,
            configure.configure_office,
            name=planned.name,
            zone=Zone(planned.zone),
            address=planned.address,
            city=planned.city,
            letterhead=planned.letterhead,
            complaint_channel=planned.complaint_channel,
            hours={day: (hours[0], hours[1]) for day, hours in planned.hours.items()},
        )
        self.do(act, _("The office is saved."), busy=self.save.action)


class CatalogueAdmin(AdminPage):
    """Which services are offered from now on."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("Services")
        self.lead = _("What is under way keeps the form and promise it was made with.")
        self.now = words(tone=Tone.NEUTRAL, wrap=True)
        self.form = CataloguePage(Answers(), tasks)
        self.save = self.button(_("Offer these services"), self._adopt, Rank.PRIMARY)
        self.body.addWidget(self.now)
        self.body.addWidget(self.form)
        self.add_buttons(self.save)

    def show_settings(self, settings: OfficeSettings) -> None:
        catalogue = settings.catalogue
        self.now.setText(
            _("Now: {title}, {services} services").format(
                title=catalogue.title.in_language(language()),
                services=count(len(catalogue.services)),
            )
        )

    def _adopt(self) -> None:
        answers = Answers()
        self.form.store(answers)
        own = answers.catalogue == "file"
        source = answers.catalogue_file.strip() if own else answers.catalogue
        office = self.station.office

        def act() -> None:
            office.act(configure.adopt_catalogue, read_catalogue(source))

        self.do(act, _("These services are offered from now on."), busy=self.save.action)


class PeopleAdmin(AdminPage):
    """Who may sign in, as what, and new PINs."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("People")
        self.lead = _("A forgotten PIN is replaced here; nobody can read an old one.")
        self._people: tuple[Member, ...] = ()
        self.list = EntryList()
        self.list.opened.connect(self.open_entry)
        self.editor: PersonEditor | None = None
        self.more = self.button(
            _("Add a person"), partial(self.open_entry, ""), Rank.SECONDARY, "add"
        )
        self.body.addWidget(self.list)
        self.add_buttons(self.more)

    def show_settings(self, settings: OfficeSettings) -> None:
        self._people = settings.people
        self.editor = None
        self._lay()

    @Slot(object)
    def open_entry(self, person_id: object) -> None:
        """Open somebody's entry; an empty id: somebody new."""
        member = next((each for each in self._people if each.id == person_id), None)
        self.editor = PersonEditor(member)
        self.editor.saved.connect(self._judge)
        self.editor.left.connect(self._leave)
        self._lay(person_id)
        self.editor.card.name.setFocus()

    def step_back(self) -> bool:
        was_open = self.editor is not None
        self._leave()
        return was_open

    def _leave(self) -> None:
        self.editor = None
        self._lay()

    def _lay(self, at: object = None) -> None:
        entries = [
            (
                each.id,
                each.name,
                ", ".join(word(role) for role in each.roles),
                "" if each.active else _("may not sign in"),
            )
            for each in self._people
        ]
        self.list.show_entries(entries, self.editor, at)

    def _judge(self) -> None:
        editor = self.editor
        assert editor is not None
        typed = editor.card.person()
        wrong = self._wrong_in(typed, new=editor.member is None)
        editor.card.refuse(wrong)
        if wrong:
            return
        person_id = editor.member.id if editor.member else self._new_id(typed)
        self.do(
            partial(_set_person, self.station, person_id, typed, active=editor.active.isChecked()),
            _("{name} is saved.").format(name=typed.name.strip()),
            busy=editor.save,
        )

    def _wrong_in(self, typed: PersonAnswers, *, new: bool) -> dict[str, str]:
        asked = typed
        if not new and not typed.pin and not typed.again:
            asked = msgspec.structs.replace(typed, pin="0000", again="0000")
        trial = Answers(people=[asked])
        prefix = f"people[{ids_of([asked])[0]}]."
        return {
            each.key.removeprefix(prefix): say(each)
            for each in problems_in(trial)
            if each.key.startswith(prefix)
        }

    def _new_id(self, typed: PersonAnswers) -> str:
        taken = {each.id for each in self._people}
        first, own, again = ids_of([typed])[0], ids_of([typed])[0], 2
        while own in taken:
            own, again = f"{first}{again}", again + 1
        return own


def _set_person(station: Station, person_id: str, typed: PersonAnswers, *, active: bool) -> None:
    pin_hash = people.hash_pin(typed.pin) if typed.pin else ""
    station.office.act(
        people.set_person,
        person_id=person_id,
        name=typed.name,
        roles=tuple(Role(role) for role in typed.roles),
        pin_hash=pin_hash,
        active=active,
    )


class CountersAdmin(AdminPage):
    """The counters, their names and what they serve."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("Counters")
        self.lead = _("A counter without services ticked may call everybody.")
        self._settings: OfficeSettings | None = None
        self.editor: CounterEditor | None = None
        self.list = EntryList()
        self.list.opened.connect(self.open_entry)
        self.more = self.button(_("Add a counter"), self._add, Rank.SECONDARY, "add")
        self.body.addWidget(self.list)
        self.add_buttons(self.more)

    def show_settings(self, settings: OfficeSettings) -> None:
        self._settings = settings
        self.editor = None
        self._lay()

    @Slot(object)
    def open_entry(self, number: object) -> None:
        """Open a counter's entry; a number there is none of: a new one."""
        settings = self._settings
        assert settings is not None
        assert isinstance(number, int)
        known = next((each for each in settings.counters if each.number == number), None)
        counter = known or CounterSet(number=number, name=f"Loket {number}")
        self.editor = CounterEditor(counter, settings.catalogue)
        self.editor.saved.connect(self._save)
        self.editor.left.connect(self._leave)
        self._lay(number)
        self.editor.name.setFocus()

    def _add(self) -> None:
        settings = self._settings
        if settings is not None:
            self.open_entry(max((each.number for each in settings.counters), default=0) + 1)

    def step_back(self) -> bool:
        was_open = self.editor is not None
        self._leave()
        return was_open

    def _leave(self) -> None:
        self.editor = None
        self._lay()

    def _lay(self, at: object = None) -> None:
        settings = self._settings
        assert settings is not None
        all_ = _("all services")
        entries = [
            (
                each.number,
                each.name,
                ngettext("{n} service", "{n} services", len(each.services)).format(
                    n=count(len(each.services))
                )
                if each.services
                else all_,
                "" if each.active else _("not in use"),
            )
            for each in settings.counters
        ]
        self.list.show_entries(entries, self.editor, at)

    def _save(self) -> None:
        editor = self.editor
        assert editor is not None
        act = partial(
            self.station.office.act,
            configure.set_counter,
            editor.counter.number,
            name=editor.name.text(),
            services=editor.chosen(),
            active=editor.active.isChecked(),
        )
        self.do(act, _("The counter is saved."), busy=editor.save)


class CalendarAdmin(AdminPage):
    """Days on which this office is open or closed, whatever the nation's calendar says."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("Calendar")
        self.lead = _("National holidays are known. Here stands where this office differs.")
        self.day, self.name = text_field(placeholder="24-11-2026"), text_field()
        self.kind = Pills([("closed", _("Closed")), ("open", _("Open"))])
        self.kind.choose("closed")
        self.day_answer = Answer(_("Day"), self.day)
        self.day_answer.setFixedWidth(Size.DATE_FIELD)
        self.save = self.button(_("Save"), self._judge, Rank.PRIMARY)
        kind = Answer(_("The office is"), self.kind)
        kind.setFixedWidth(Size.DATE_FIELD + space(4))
        card = Card()
        card.rows.addWidget(heading(_("A day that differs")))
        card.rows.addWidget(
            beside(
                self.day_answer,
                Answer(_("Why"), self.name),
                kind,
                self.save,
            )
        )
        self.list = EntryList()
        self.list.opened.connect(self.open_entry)
        self.body.addWidget(card)
        self.body.addWidget(self.list)
        self._known: dict[str, tuple[str, bool]] = {}

    def show_settings(self, settings: OfficeSettings) -> None:
        self._known = {each.date: (each.name, each.working) for each in settings.corrections}
        entries = [
            (
                each.date,
                long_date(date.fromisoformat(each.date)),
                f"{_('open') if each.working else _('closed')} · {each.name}".rstrip(" ·"),
                "",
            )
            for each in settings.corrections
        ]
        self.list.show_entries(entries, None, None)
        self.list.setVisible(bool(entries))

    @Slot(object)
    def open_entry(self, day: object) -> None:
        """Bring a day into the fields."""
        name, working = self._known[str(day)]
        self.day.setText(short_date(date.fromisoformat(str(day))))
        self.name.setText(name)
        self.kind.choose("open" if working else "closed")
        self.day.setFocus()

    def _judge(self) -> None:
        day = parse_date(self.day.text())
        self.day_answer.refuse("" if day else _("Write a day so: 24-11-2026."))
        if day is None:
            self.day.setFocus()
            return
        act = partial(
            self.station.office.act,
            configure.correct_calendar,
            day,
            working=self.kind.answer() == "open",
            name=self.name.text(),
        )
        self.do(act, _("{day} is saved.").format(day=long_date(day)), busy=self.save.action)


class ComputerAdmin(AdminPage):
    """This PC's counter, printer, paper and backup folder."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("This computer")
        self.lead = _("Counter and printer count from the next start of Loket.")
        config = station.config
        kind, _colon, name = config.printer.partition(":")
        self._answers = Answers(
            joins=True,  # asks only what is this computer's own
            counter=str(config.counter),
            printer_kind=kind,
            printer_name=name,
            paper=config.paper,
            backup_folder=config.backup_folder,
        )
        self.form = PlacePage(self._answers)
        self.save = self.button(_("Save"), self._judge, Rank.PRIMARY)
        self.body.addWidget(self.form)
        self.add_buttons(self.save)

    def fit(self, width: int) -> None:
        self.form.fit(width)

    def _judge(self) -> None:
        self.form.store(self._answers)
        problems = [each for each in problems_in(self._answers) if self.form.owns(each)]
        self.form.refuse(problems)
        if problems:
            if (wrong := self.form.first_wrong()) is not None:
                wrong.setFocus()
            return
        config = plan_of(self._answers).config
        act = partial(
            self.station.change,
            counter=config.counter,
            printer=config.printer,
            paper=config.paper,
            backup_folder=config.backup_folder,
        )
        self.do(act, _("This computer's settings are saved."), busy=self.save.action)


class BackupAdmin(AdminPage):
    """Backups, and the recovery sheet once more."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("Backup and recovery")
        self.lead = _("A backup and the recovery sheet together bring everything back.")
        self.state, self.trouble = words(wrap=True), words(tone=Tone.RED, wrap=True)
        self.where = words(tone=Tone.NEUTRAL, wrap=True)
        self.now = self.button(_("Back up now"), self._back_up, Rank.PRIMARY, "save")
        self.reprint = self.button(
            _("Show the recovery sheet"), self._reprint, Rank.SECONDARY, "lock"
        )
        self.sheet: SheetPage | None = None
        card = Card()
        card.rows.setSpacing(space(2))
        card.rows.addWidget(heading(_("Last backup")))
        for each in (self.state, self.trouble, self.where):
            card.rows.addWidget(each)
        self.body.addWidget(card)
        self.add_buttons(self.now, self.reprint)

    def show_settings(self, settings: OfficeSettings) -> None:
        state = settings.backup
        if state.made_ms is None:
            self.state.setText(_("No backup has been made yet."))
        else:
            at = branch_time(state.made_ms, Zone(settings.office.zone))
            self.state.setText(
                _("{date}, {clock}: {file}").format(
                    date=long_date(at.date()), clock=clock(at), file=state.file
                )
            )
        set_tone(self.state, None if state.made_ms is not None else Tone.AMBER)
        self.trouble.setText(state.words)
        self.trouble.setVisible(bool(state.words))
        folder = self.station.config.backup_folder
        self.where.setText(
            _("Every day to {folder}").format(folder=folder)
            if folder
            else _("No folder is chosen: choose one at This computer.")
        )

    def fit(self, width: int) -> None:
        if self.sheet is not None:
            self.sheet.fit(width)

    def _back_up(self) -> None:
        station = self.station

        def act() -> None:
            make_backup(
                station.office, backup_folder(station.config), keep=station.config.backup_keep
            )

        self.do(act, _("The backup is made and read back whole."), busy=self.now.action)

    def _reprint(self) -> None:
        self.error.hide()
        self.tasks.run(
            partial(reprint_sheet, self.station.office),
            busy=self.reprint.action,
            done=self._show_sheet,
            failed=self.fail,
        )

    def _show_sheet(self, pdf: bytes) -> None:
        if self.sheet is not None:
            self.sheet.hide()
            self.sheet.deleteLater()
        self.sheet = SheetPage(self.tasks, pdf, ())
        self.sheet.confirm.hide()
        self.body.addWidget(self.sheet)
        self.sheet.fit(self.width())
