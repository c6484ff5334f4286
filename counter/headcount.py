"""How many people, in words: the same on a ticket, at a desk and at the kiosk."""

from __future__ import annotations

from counter.text import _, count, ngettext


def people_words(people: int) -> str:
    """How many came with one number."""
    return ngettext("{n} person", "{n} people", people).format(n=count(people))


def ahead_words(ahead: int) -> str:
    """How many come first."""
    if not ahead:
        return _("You are next")
    return ngettext("{n} person before you", "{n} people before you", ahead).format(n=count(ahead))
