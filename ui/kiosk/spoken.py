"""What the kiosk reads aloud of each page, as the names of clips: each choice and its figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from counter.office.kiosk import Closed, Given, Kiosk
from counter.office.voice import clip_of, figures, whole
from ui.kiosk.choice import Said

_SHUT: dict[frozenset[Closed | None], str] = {
    frozenset({Closed.NOT_OPENED}): "not-opened",
    frozenset({Closed.AFTER_HOURS}): "after-hours",
}


def choices_spoken(
    choices: Sequence[Said], *, of_group: bool, more: bool, knows: Callable[[str], bool]
) -> list[str]:
    """Each choice with the figure that chooses it, and what else can be pressed.

    Args:
        of_group: whether they are one group's services.
        more: whether there are further pages of them.
        knows: whether there is a clip of that name; a title of an office's own is said by letter.
    """
    said = ["need" if of_group else "services"]
    for at, each in enumerate(choices, 1):
        title = clip_of(each.title)
        said += [title] if knows(title) else ["service", each.letter]
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
    """The number, and how many come first."""
    said = ["your-number", *figures(given.number)]
    if not given.ahead:
        return [*said, "next"]
    many = whole(given.ahead)
    return [*said, *many, "one-before-you" if given.ahead == 1 else "before-you"] if many else said


def paper_spoken(given: Given) -> list[str]:
    """To take the paper, or that there is none; nothing while it is being printed."""
    if given.trouble:
        return ["no-paper"]
    return ["take-ticket"] if given.printed else []
