"""What a node can say about its line to the node above."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from counter.text import N_


class LineState(StrEnum):
    """Whether the line is there."""

    NEVER_SET_UP = "never_set_up"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    CUT = "cut"
    REFUSED = "refused"


class Above(StrEnum):
    """Whom a node speaks to."""

    CENTRAL = "central"
    HUB = "hub"
    PAST_HUB = "past_hub"  # central, while the branch's hub is silent


class LineTrouble(StrEnum):
    """Why it is not; `counter.text.word` says it to people."""

    UNREACHABLE = "no_answer_from_central"
    LATE = "central_answers_too_late"
    NOT_OURS = "something_else_answers_in_place_of_central"
    FAILING = "central_has_a_fault"
    REVOKED = "this_computer_was_removed_at_central"
    REFUSED = "central_refuses_what_this_computer_sends"
    CERTIFICATE = "central_shows_another_certificate"


CUTS = frozenset({LineTrouble.UNREACHABLE, LineTrouble.LATE})
AWAY = CUTS | {LineTrouble.NOT_OURS, LineTrouble.CERTIFICATE}  # another may have the address now
REFUSALS = frozenset({LineTrouble.REVOKED, LineTrouble.REFUSED, LineTrouble.CERTIFICATE})

WORDS = (
    N_("never set up"),
    N_("connecting"),
    N_("connected"),
    N_("cut"),
    N_("refused"),
    N_("no answer from central"),
    N_("central answers too late"),
    N_("something else answers in place of central"),
    N_("central has a fault"),
    N_("this computer was removed at central"),
    N_("central refuses what this computer sends"),
    N_("central shows another certificate"),
)


class HubRefused(Exception):
    """The hub answered, and said no; the word says why to programs."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class LineStatus(Struct, frozen=True):
    """The line as the status bar shows it."""

    state: LineState
    since_ms: int  # the state's beginning
    waiting: int = 0  # own events that central has not acknowledged
    waiting_since_ms: int | None = None  # when the first of them was written
    trouble: LineTrouble | None = None
    synced_ms: int | None = None  # when central last answered
    clock_offset_ms: int = 0  # central's clock less this node's
    bytes_sent: int = 0  # since the start
    above: Above = Above.CENTRAL
