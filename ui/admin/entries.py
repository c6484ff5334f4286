"""People and counters: lists in which one entry is open, or none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import msgspec
from PySide6.QtCore import Slot

from counter.domain.bodies import CounterSet
from counter.office import configure, people
from counter.office.administration import OfficeSettings
from counter.office.people import Member, Role
from counter.text import N_, _, count, ngettext, word
from ui.admin.lists import CounterEditor, Editor, EntryList, PersonEditor
from ui.admin.page import AdminPage, ask_before_losing
from ui.setup.answers import Answers, PersonAnswers, ids_of, problems_in, say
from ui.tasks import Tasks
from ui.widgets.handover import hand_over_typed, typed_in
from ui.widgets.key_button import Rank

if TYPE_CHECKING:
    from counter.office.station import Station

E = TypeVar("E", bound=Editor)


class EntriesAdmin(AdminPage, Generic[E]):
    """A list, and the editor of the entry that is open."""

    def __init__(self, station: Station, tasks: Tasks, add: str) -> None:
        super().__init__(station, tasks)
        self.list = EntryList()
        self.list.opened.connect(self.open_entry)
        self.editor: E | None = None
        self._at: object = None
        self.more = self.button(add, self.add, Rank.SECONDARY, "add")
        self.body.addWidget(self.list)
        self.add_buttons(self.more)

    def typed(self) -> tuple[object, ...]:
        return typed_in(self.editor) if self.editor is not None else ()

    def add(self) -> None:
        """Open the entry of something new."""
        raise NotImplementedError

    def make_editor(self, key: Any) -> E:
        """An editor for the entry of that key; a key there is none of: something new."""
        raise NotImplementedError

    def entries(self) -> list[tuple[object, str, str, str]]:
        """What `EntryList` shows."""
        raise NotImplementedError

    def save(self) -> None:
        """Save the entry that is open."""
        raise NotImplementedError

    @Slot(object)
    def open_entry(self, key: object) -> None:
        """Open an entry; a key there is none of: something new."""
        self.editor = self.make_editor(key)
        self.editor.saved.connect(self.save)
        self.editor.left.connect(self.leave)
        self._at = key
        self.list.show_entries(self.entries(), self.editor, key)
        self.rest()
        self.editor.name.setFocus()

    def leave(self) -> None:
        """Close what is open."""
        self.editor = None
        self.list.show_entries(self.entries(), None, None)
        self.rest()

    def step_back(self) -> bool:
        if self.editor is None:
            return False
        if self.has_typed:
            ask_before_losing(self.window(), self.leave)
        else:
            self.leave()
        return True

    def take_over(self, before: Self) -> None:
        super().take_over(before)
        if before.editor is None:
            return
        self.open_entry(before._at)
        assert self.editor is not None
        hand_over_typed(before.editor, self.editor)
        self._at_rest = before._at_rest


class PeopleAdmin(EntriesAdmin[PersonEditor]):
    """Who may sign in, as what, and new PINs."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks, _("Add a person"))
        self.title = _("People")
        self.lead = _("A forgotten PIN is replaced here; nobody can read an old one.")
        self._settings: OfficeSettings | None = None

    def show_settings(self, settings: OfficeSettings) -> None:
        self._settings = settings
        self.leave()

    def add(self) -> None:
        self.open_entry("")

    def make_editor(self, key: Any) -> PersonEditor:
        assert self._settings is not None
        known = next((each for each in self._members() if each.id == key), None)
        return PersonEditor(known, self._settings.catalogue)

    def entries(self) -> list[tuple[object, str, str, str]]:
        return [
            (
                each.id,
                each.name,
                " · ".join(
                    filter(
                        None,
                        (
                            ", ".join(word(role) for role in each.roles),
                            _services(each.services) if each.services else "",
                        ),
                    )
                ),
                "" if each.active else _("may not sign in"),
            )
            for each in self._members()
        ]

    def take_over(self, before: Self) -> None:
        super().take_over(before)
        if before.editor is not None and before.editor.card.is_refused:
            self._refuse_wrong()

    def save(self) -> None:
        editor = self.editor
        assert editor is not None
        if self._refuse_wrong():
            return
        typed = editor.card.person()
        member = Member(
            editor.member.id if editor.member else self._new_id(typed),
            typed.name,
            tuple(Role(role) for role in typed.roles),
            active=editor.active.isChecked(),
            services=editor.skills.chosen(),
        )
        self.do(
            partial(_set_person, self.station, member, typed.pin),
            N_("{name} is saved."),
            busy=editor.save,
            name=typed.name.strip(),
        )

    def _refuse_wrong(self) -> bool:
        editor = self.editor
        assert editor is not None
        wrong = self._wrong_in(editor.card.person(), new=editor.member is None)
        editor.card.refuse(wrong)
        return bool(wrong)

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
        taken = {each.id for each in self._members()}
        first, own, again = ids_of([typed])[0], ids_of([typed])[0], 2
        while own in taken:
            own, again = f"{first}{again}", again + 1
        return own

    def _members(self) -> tuple[Member, ...]:
        return self._settings.people if self._settings is not None else ()


def _set_person(station: Station, member: Member, pin: str) -> None:
    pin_hash = people.hash_pin(pin) if pin else ""  # takes 50 ms: not inside the act
    station.office.act(people.set_person, member, pin_hash=pin_hash)


class CountersAdmin(EntriesAdmin[CounterEditor]):
    """The counters, their names and what they serve."""

    def __init__(self, station: Station, tasks: Tasks) -> None:
        super().__init__(station, tasks, _("Add a counter"))
        self.title = _("Counters")
        self.lead = _("A counter without services ticked may call everybody.")
        self._settings: OfficeSettings | None = None

    def show_settings(self, settings: OfficeSettings) -> None:
        self._settings = settings
        self.leave()

    def add(self) -> None:
        self.open_entry(max((each.number for each in self._counters()), default=0) + 1)

    def make_editor(self, key: Any) -> CounterEditor:
        settings = self._settings
        assert settings is not None
        known = next((each for each in settings.counters if each.number == key), None)
        return CounterEditor(
            known or CounterSet(number=key, name=f"Loket {key}"), settings.catalogue
        )

    def entries(self) -> list[tuple[object, str, str, str]]:
        all_ = _("all services")
        return [
            (
                each.number,
                each.name,
                _services(each.services) if each.services else all_,
                "" if each.active else _("not in use"),
            )
            for each in self._counters()
        ]

    def save(self) -> None:
        editor = self.editor
        assert editor is not None
        act = partial(
            self.station.office.act,
            configure.set_counter,
            editor.counter.number,
            name=editor.name.text(),
            services=editor.services.chosen(),
            active=editor.active.isChecked(),
            zone=editor.zone.text(),
        )
        self.do(act, N_("The counter is saved."), busy=editor.save)

    def _counters(self) -> tuple[CounterSet, ...]:
        return self._settings.counters if self._settings is not None else ()


def _services(services: Sequence[str]) -> str:
    return ngettext("{n} service", "{n} services", len(services)).format(n=count(len(services)))
