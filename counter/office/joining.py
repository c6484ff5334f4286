"""Joining central after set-up, and telling the office where its central is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counter.domain import bodies
from counter.domain.events import EntityId
from counter.errors import LoketError
from counter.office.office import Office
from counter.text import N_

if TYPE_CHECKING:
    from counter.store.work import Reading, Work
    from counter.sync import client
    from counter.sync.engine import Engine


class NoCentral(LoketError):
    """Nobody has said where central is."""

    happened = N_("The address of central is not known here.")
    safe = N_("Nothing was changed.")
    do_next = N_("Name it: loket enrol CODE --central https://ADDRESS:PORT")


def joined_to(reading: Reading) -> str | None:
    """The address of the central that this PC has joined; None: it works without one."""
    from counter.sync.link import LINK, Link

    link = reading.local.get(LINK, Link)
    return None if link is None else link.url


def join_above(
    office: Office, engine: Engine, url: str, code: str, *, actor: str = ""
) -> client.Joined:
    """Enrol this PC by the one-time code of central or of the branch's hub.

    Receipts carry central's address from then on.

    A PC that has joined already moves: to another address, or to another central, which is sent
    everything from the first event on.

    Args:
        actor: in whose name; nobody's: by the command line.

    Raises:
        BranchDiffers, CodeUnreadable, AddressWrong, AddressOpen, CentralUnreachable,
        CertificateWrong, NotACentral, CodeRefused, TooManyCodes
    """
    joined = engine.join(url, code)
    if not joined.hub:
        office.act_as(actor, _note_central, url)
    return joined


def _note_central(work: Work, url: str) -> None:
    from counter.store.settings import OfficeNotSetUp

    try:
        before, key = work.settings.office(), work.settings.office_key()
    except OfficeNotSetUp:  # central knows more of the office than this PC does
        return
    if before.central_url != url:
        work.record(
            msgspec.structs.replace(before, central_url=url),
            entity=EntityId("office"),
            private=bodies.OfficePart(private_key=key),
        )
