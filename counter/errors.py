"""The two kinds of failure: a `LoketError` is for a person, everything else is a bug.

Each room declares its own errors beside the code that raises them; here is only what they share.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import ClassVar, NamedTuple

from counter.text import _, using, word

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Message(NamedTuple):
    """An error's three sentences in one language, facts filled in."""

    happened: str
    safe: str
    do_next: str


class LoketError(Exception):
    """What a person can act on.

    A subclass gives three sentences, English being their translation key, each marked with `N_`:
    what happened, what is safe, what to do next. Facts fill the braces; a `StrEnum` fact, a
    ticket's state for one, is translated with the sentence.
    """

    happened: ClassVar[str]
    safe: ClassVar[str]
    do_next: ClassVar[str]

    def __init__(self, **facts: str | int) -> None:
        super().__init__(self.happened.format(**facts))
        (self.safe + self.do_next).format(**facts)  # a fact left out shows now, not to a clerk
        self.facts = facts

    @property
    def code(self) -> str:
        """Name this error's page in the manual: `TicketMoved` is `ticket-moved`."""
        return _WORD_START.sub("-", type(self).__name__).lower()

    def message(self, language: str | None = None) -> Message:
        """Render the three sentences, in the language read here unless another is asked for."""
        if language is not None:
            with using(language):
                return self.message()
        facts = {
            name: word(fact) if isinstance(fact, StrEnum) else fact
            for name, fact in self.facts.items()
        }
        sentences = (self.happened, self.safe, self.do_next)
        return Message(*(_(sentence).format(**facts) for sentence in sentences))
