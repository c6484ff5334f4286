"""This computer: how it is, its counter and printer, its backups."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from counter.domain.calendar import Zone, branch_time
from counter.office.administration import OfficeSettings
from counter.office.backup import make_backup
from counter.office.doctor import examine
from counter.office.recovery import reprint_sheet
from counter.office.station import backup_folder
from counter.text import N_, _, clock, long_date
from ui.admin.lists import Findings
from ui.admin.page import AdminPage, FormPage
from ui.setup.answers import Answers, plan_of
from ui.setup.place import PlacePage
from ui.setup.rows import heading
from ui.setup.sheet_page import SheetPage
from ui.tasks import Tasks
from ui.theme.tokens import Tone, space
from ui.widgets.card import Card
from ui.widgets.key_button import Rank
from ui.widgets.words import set_tone, words

if TYPE_CHECKING:
    from counter.office.station import Station


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


class ComputerAdmin(FormPage[PlacePage]):
    """This PC's counter, printer, paper and backup folder."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("This computer")
        self.lead = _("Counter and printer count from the next start of Loket.")
        config = station.config
        kind, _colon, name = config.printer.partition(":")
        self.answers = Answers(
            joins=True,  # asks only what is this computer's own
            counter=str(config.counter),
            printer_kind=kind,
            printer_name=name,
            paper=config.paper,
            backup_folder=config.backup_folder,
        )
        self.lay_form()
        self.save = self.button(_("Save"), self._judge, Rank.PRIMARY)
        self.add_buttons(self.save)

    def make_form(self) -> PlacePage:
        return PlacePage(self.answers)

    def _judge(self) -> None:
        if not self.is_right():
            return
        config = plan_of(self.answers).config
        act = partial(
            self.station.change,
            counter=config.counter,
            printer=config.printer,
            paper=config.paper,
            backup_folder=config.backup_folder,
        )
        said = N_("This computer's settings are saved.")
        self.do(act, said, busy=self.save.action)


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

    def take_over(self, before: Self) -> None:
        super().take_over(before)
        if before.sheet is not None:
            self._lay_sheet(before.sheet)

    def _back_up(self) -> None:
        station = self.station

        def act() -> None:
            make_backup(
                station.office, backup_folder(station.config), keep=station.config.backup_keep
            )

        said = N_("The backup is made and read back whole.")
        self.do(act, said, busy=self.now.action)

    def _reprint(self) -> None:
        counter = self.station.config.counter
        sheet = partial(reprint_sheet, self.station.office, counter=counter)
        self.run(sheet, self._show_sheet, busy=self.reprint.action)

    def _show_sheet(self, pdf: bytes) -> None:
        if self.sheet is not None:
            self.sheet.hide()
            self.sheet.deleteLater()
        sheet = SheetPage(self.tasks, pdf, ())
        sheet.confirm.hide()
        self._lay_sheet(sheet)

    def _lay_sheet(self, sheet: SheetPage) -> None:
        self.sheet = sheet
        self.body.addWidget(sheet)
        sheet.fit(self.width())
