"""What practice says: the citizen's words, the lessons and their keys."""

from __future__ import annotations

from datetime import date

from counter.domain.answers import parse_date
from counter.domain.catalogue import Field, FieldKind
from counter.office.practice import Guest, Lesson, Speed, Story
from counter.office.regions import regions
from counter.text import N_, _, language, short_date
from ui.theme.tokens import Tone

LESSONS = {  # what is to be done, a translation key, and the key that does it
    Lesson.CALL: (N_("Call the next person"), "F2"),
    Lesson.START: (N_("Start when they are here"), "F4"),
    Lesson.FILE: (N_("Fill the form in and save it"), "F10"),
    Lesson.PRINT: (N_("Let the receipt be printed"), ""),
    Lesson.FINISH: (N_("Finish"), "F9"),
    Lesson.HOLD: (N_("Hold somebody who fetches something"), "F5"),
    Lesson.RESUME: (N_("Resume when they are back"), "F6"),
    Lesson.NO_SHOW: (N_("Mark somebody who does not come"), "F8"),
    Lesson.TRANSFER: (N_("Transfer to another service"), "F7"),
    Lesson.UNDO: (N_("Undo the last act"), "Ctrl+Z"),
}
SPEEDS = {
    Speed.STILL: N_("Pause"),
    Speed.CALM: N_("Calm"),
    Speed.BUSY: N_("Busy"),
}
_STORIES = {  # in a word or two, with its colour
    Story.WALKS: (N_("on the way"), Tone.BLUE),
    Story.NOBODY: (N_("nobody comes"), Tone.AMBER),
    Story.READY: (N_("here"), Tone.GREEN),
    Story.FETCHES: (N_("something is missing"), Tone.AMBER),
    Story.ELSEWHERE: (N_("wrong service"), Tone.AMBER),
}


def story_tag(guest: Guest) -> tuple[str, Tone]:
    """Where the citizen is, in a word or two."""
    said, tone = _STORIES.get(guest.story, _STORIES[Story.READY])
    return _(said), tone


def story_words(guest: Guest) -> tuple[str, str]:
    """What the citizen says or does, and what a clerk does then."""
    match guest.story:
        case Story.WALKS:
            return _("Walking to your counter."), ""
        case Story.NOBODY:
            return (
                _("Nobody comes to the counter."),
                _("F3 calls again. If still nobody comes, F8 marks it."),
            )
        case Story.FETCHES:
            lacking = [each for each, has in guest.documents if not has]
            named = lacking[0].title.in_language(language()) if lacking else ""
            return (
                _('"I left something at home: {document}. May I fetch it?"').format(document=named),
                _("F5 holds the number until they are back.")
                if guest.is_served
                else _("F4 starts, then F5 holds the number until they are back."),
            )
        case Story.ELSEWHERE:
            named = guest.needs.in_language(language()) if guest.needs is not None else ""
            return (
                _('"What I need is this: {service}."').format(service=named),
                _("F7 transfers them; they keep their number."),
            )
        case _ if guest.is_served:
            return (
                _('"Here is everything you need."'),
                _("Fill the form in from the card below, tick the documents, then F10 and F9."),
            )
        case _:
            return _('"Good morning."'), _("F4 starts.")


def answer_words(field: Field, value: str) -> str:
    """An answer as a clerk reads it from a card."""
    if field.kind is FieldKind.CHOICE:
        chosen = {each.id: each.title for each in field.choices}.get(value)
        return chosen.in_language(language()) if chosen is not None else value
    if field.kind is FieldKind.YES_NO:
        return _("Yes") if value == "yes" else _("No")
    if field.kind is FieldKind.REGION:
        found = regions().find(value)
        return found.name if found is not None else value
    if field.kind in (FieldKind.DATE, FieldKind.PAST_DATE):
        day: date | None = parse_date(value)
        return short_date(day) if day is not None else value
    return ", ".join(value.splitlines())
