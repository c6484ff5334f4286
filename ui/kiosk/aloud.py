"""The kiosk read aloud: each page once, each choice with the figure that chooses it."""

from __future__ import annotations

from collections.abc import Sequence

from counter.office.kiosk import Closed, Given, Kiosk
from counter.office.voice import Guide, Spoken, Title, clip_of, figures, whole
from counter.text import language
from ui.kiosk.choice import Said

_SHUT: dict[frozenset[Closed | None], str] = {
    frozenset({Closed.NOT_OPENED}): "not-opened",
    frozenset({Closed.AFTER_HOURS}): "after-hours",
}


class Aloud:
    """Tells a guide what a page says; nothing twice, and nothing before somebody asks for it."""

    def __init__(self, guide: Guide | None) -> None:
        self._guide = guide
        self._told: tuple[Spoken, ...] = ()
        self.is_on = False

    @property
    def can_speak(self) -> bool:
        """Whether this kiosk can be heard."""
        return self._guide is not None and self._guide.has_sound

    def turn(self, *, on: bool) -> None:
        """Read from now on, or no more."""
        if self._guide is None or not self.can_speak or on == self.is_on:
            return
        self.is_on, self._told = on, ()
        if not on:
            self._guide.hush()

    def say_priority(self, *, on: bool) -> None:
        """Say what was just pressed."""
        if self._guide is not None and self.is_on:
            self._guide.tell(language(), ["priority-on" if on else "priority-off"])

    def read_choices(
        self, shown: Kiosk, choices: Sequence[Said], *, of_group: bool, more: bool, expects: bool
    ) -> None:
        """Read a page of choices, or why there are none.

        Args:
            of_group: whether they are one group's services.
            more: whether there are further pages of them.
            expects: whether an appointment's code can be typed.
        """
        guide = self._guide
        if guide is None or not self.is_on:
            return
        said: list[Spoken] = [*shut_spoken(shown)]
        if shown.is_open:
            said = choices_spoken(choices, of_group=of_group, more=more)
        if expects:
            said.append("appointment")
        page = (language(), *said)
        if self._told != page:
            self._told = page
            guide.tell(language(), said)

    def read_arrival(self) -> None:
        """Read what whoever has an appointment does now."""
        guide, page = self._guide, (language(), "type-code")
        if guide is not None and self.is_on and self._told != page:
            self._told = page
            guide.tell(language(), page[1:])

    def read_number(self, given: Given) -> None:
        """Read a number, and later what came of its paper."""
        guide = self._guide
        if guide is None or not self.is_on:
            return
        page = (language(), given.id)
        if self._told[:2] != page:
            self._told = page
            guide.tell(language(), number_spoken(given))
        paper = tuple(paper_spoken(given))
        if paper and self._told != (*page, *paper):
            self._told = (*page, *paper)
            guide.add(language(), paper)


def choices_spoken(choices: Sequence[Said], *, of_group: bool, more: bool) -> list[Spoken]:
    """Each choice with the figure that chooses it, and what else can be pressed.

    Args:
        of_group: whether they are one group's services.
        more: whether there are further pages of them.
    """
    said: list[Spoken] = ["need" if of_group else "services"]
    for at, each in enumerate(choices, 1):
        # a title of an office's own, which nobody has recorded, is said by its letter
        said.append(Title(clip_of(each.title), ("service", each.letter)))
        said += ["closed"] if each.closed else ["press", str(at)]
    if more:
        said.append("more")
    said.append("priority")
    if of_group:
        said.append("back")
    return said


def shut_spoken(shown: Kiosk) -> list[str]:
    """Why no number is given at all."""
    why = frozenset(offer.state.closed for each in shown.groups for offer in each.offers)
    return [_SHUT.get(why, "ask-desk")]


def number_spoken(given: Given) -> list[str]:
    """The number, and how many come first where no time was agreed on."""
    said = ["your-number", *figures(given.number)]
    if given.slot is not None:
        return said
    if not given.ahead:
        return [*said, "next"]
    many = whole(given.ahead)
    return [*said, *many, "one-before-you" if given.ahead == 1 else "before-you"] if many else said


def paper_spoken(given: Given) -> list[str]:
    """To take the paper, or that there is none; nothing while it is being printed."""
    if given.trouble:
        return ["no-paper"]
    return ["take-ticket"] if given.printed else []
