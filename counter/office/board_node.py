"""A board as a node: what was called, for as long as it has power.

It lies in the folder `board` of the data folder, beside a counter's own store where there is one.
"""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path

from counter.clock import Clock
from counter.errors import LoketError
from counter.office.board import Board, board
from counter.office.public_node import PublicNode, join_hub
from counter.text import N_

FOLDER = "board"  # within the data folder
LANE = "board-"  # how its lane begins: it gives no numbers, one of figures would be wasted on it


class BoardNotJoined(LoketError):
    """The board belongs to no hub yet."""

    happened = N_("This board does not belong to an office yet.")
    safe = N_("Nothing was changed.")
    do_next = N_(
        "Ask the hub's computer for a code (loket hub code), then type here:"
        " loket board join CODE --hub URL"
    )


def join_board(folder: Path, url: str, code: str, clock: Clock) -> None:
    """Let the board in a folder join a hub, or move to another one; raises as `join_hub`."""
    join_hub(folder, url, code, clock, lane=f"{LANE}{secrets.token_hex(2)}")


class BoardNode(PublicNode):
    """The board of one screen at work.

    Args:
        zone: of the building whose calls it shows; empty: of all of it.
    """

    def __init__(self, folder: Path, clock: Clock, zone: str = "") -> None:
        super().__init__(folder, clock)
        self._zone = zone

    def not_joined(self) -> LoketError:
        """What is said where no hub was ever joined."""
        return BoardNotJoined()

    def board(self, after: int | None = None) -> Board:
        """What is shown, and every call since a position; as `board.board`. Raises OfficeNotSetUp.

        The first pull has not come as long as the office is not known.
        """
        return self._office.read(partial(board, zone=self._zone, after=after))
