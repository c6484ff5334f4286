"""What the kiosk's window needs of its node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from counter.domain.events import TicketId
from counter.office.kiosk import Given, Kiosk


class Gives(Protocol):
    """A kiosk's node; all of it is called on a worker."""

    def start(self) -> None:
        """Open the store and keep it up to date."""

    def look(self, ticket: TicketId | None = None) -> tuple[Kiosk, Given | None]:
        """What is offered, and how a number just given stands."""

    def give(self, service: str, *, priority: bool = False) -> Given:
        """Give a number and print it."""

    def check_in(self, code: str, *, priority: bool = False) -> Given:
        """Give whoever comes with an appointment a number, and print it."""

    def add(self, ticket: TicketId, service: str) -> Given:
        """Let one more service follow with the same number."""

    def leave(self, code: str) -> None:
        """Check the code that ends the kiosk."""

    def subscribe(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Hear of every change, on another thread."""
