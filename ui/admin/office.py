"""What the office is: its papers and hours, its services, its calendar."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import Slot

from counter.domain.answers import parse_date
from counter.domain.calendar import Zone
from counter.office import configure
from counter.office.administration import OfficeSettings
from counter.office.catalogue import read_catalogue
from counter.text import N_, _, count, language, long_date, short_date
from ui.admin.lists import EntryList
from ui.admin.page import AdminPage, FormPage
from ui.setup.answers import Answers, plan_of
from ui.setup.office import CataloguePage, OfficePage
from ui.setup.rows import Answer, beside, heading, text_field
from ui.tasks import Tasks
from ui.theme.tokens import Size, Tone, space
from ui.widgets.card import Card
from ui.widgets.handover import hand_over_typed
from ui.widgets.key_button import Rank
from ui.widgets.pills import Pills
from ui.widgets.words import words

if TYPE_CHECKING:
    from counter.office.station import Station


class OfficeAdmin(FormPage[OfficePage]):
    """Name, letterhead, hours; the code stays for ever."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("Office")
        self.lead = _("New papers carry what stands here. The code never changes.")
        self.save = self.button(_("Save"), self._judge, Rank.PRIMARY)
        self.add_buttons(self.save)

    def show_settings(self, settings: OfficeSettings) -> None:
        office = settings.office
        self.answers = Answers(
            code=office.code,
            name=office.name,
            city=office.city,
            address=office.address,
            letterhead="\n".join(office.letterhead),
            complaint_channel=office.complaint_channel,
            running_text=office.running_text,
            zone=office.zone,
            hours={day: list(hours) for day, hours in office.hours.items()},
        )
        self.lay_form()

    def make_form(self) -> OfficePage:
        form = OfficePage(self.answers)
        form.code.setEnabled(False)
        return form

    def _judge(self) -> None:
        if not self.is_right():
            return
        planned = plan_of(self.answers).office
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
            running_text=planned.running_text,
            hours={day: (hours[0], hours[1]) for day, hours in planned.hours.items()},
        )
        self.do(act, N_("The office is saved."), busy=self.save.action)


class CatalogueAdmin(FormPage[CataloguePage]):
    """Which services are offered from now on."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks)
        self.title = _("Services")
        self.lead = _("What is under way keeps the form and promise it was made with.")
        self.now = words(tone=Tone.NEUTRAL, wrap=True)
        self.body.insertWidget(1, self.now)
        self.lay_form()
        self.save = self.button(_("Offer these services"), self._adopt, Rank.PRIMARY)
        self.add_buttons(self.save)

    def show_settings(self, settings: OfficeSettings) -> None:
        catalogue = settings.catalogue
        self.now.setText(
            _("Now: {title}, {services} services").format(
                title=catalogue.title.in_language(language()),
                services=count(len(catalogue.services)),
            )
        )

    def make_form(self) -> CataloguePage:
        return CataloguePage(self.answers, self.tasks)

    def _adopt(self) -> None:
        answers = self.answers
        self.form.store(answers)
        own = answers.catalogue == "file"
        source = answers.catalogue_file.strip() if own else answers.catalogue
        office = self.station.office

        def act() -> None:
            office.act(configure.adopt_catalogue, read_catalogue(source))

        said = N_("These services are offered from now on.")
        self.do(act, said, busy=self.save.action)


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
        self.body.addStretch(1)
        self._known: dict[str, tuple[str, bool]] = {}

    def take_over(self, before: Self) -> None:
        super().take_over(before)
        hand_over_typed(before, self)
        if before.day_answer.is_refused:
            self._day_typed()

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
        self.rest()

    @Slot(object)
    def open_entry(self, day: object) -> None:
        """Bring a day into the fields."""
        name, working = self._known[str(day)]
        self.day.setText(short_date(date.fromisoformat(str(day))))
        self.name.setText(name)
        self.kind.choose("open" if working else "closed")
        self.day.setFocus()

    def _judge(self) -> None:
        day = self._day_typed()
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
        self.do(
            act,
            N_("{day} is saved."),
            busy=self.save.action,
            day=long_date(day),
        )

    def _day_typed(self) -> date | None:
        day = parse_date(self.day.text())
        self.day_answer.refuse("" if day else _("Write a day so: 24-11-2026."))
        return day
