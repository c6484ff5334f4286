"""What the status bar says of the line: whom it leads to, and what is not sent yet."""

from __future__ import annotations

from datetime import datetime

import pytest

from counter.sync.status import Above, LineState, LineStatus
from ui.desk.status import line_item
from ui.theme.tokens import Tone


def local(_at_ms: int) -> datetime:
    return datetime(2026, 11, 24, 9, 10)


@pytest.mark.parametrize(
    ("state", "above", "waiting", "words", "tone"),
    [
        (LineState.CONNECTED, Above.HUB, 0, "Hub tersambung, semua terkirim", Tone.GREEN),
        (LineState.CONNECTED, Above.CENTRAL, 0, "Pusat tersambung, semua terkirim", Tone.GREEN),
        (
            LineState.CONNECTED,
            Above.PAST_HUB,
            0,
            "Hub tidak tersambung; pusat tersambung, semua terkirim",
            Tone.AMBER,
        ),
        (
            LineState.CUT,
            Above.HUB,
            14,
            "Hub tidak tersambung sejak 09.10, 14 menunggu kirim",
            Tone.AMBER,
        ),
        (LineState.CONNECTING, Above.HUB, 0, "Menyambung ke hub", None),
    ],
)
def test_the_line_names_whom_it_leads_to(
    state: LineState, above: Above, waiting: int, words: str, tone: Tone | None
) -> None:
    item = line_item(LineStatus(state, 0, waiting=waiting, above=above), local=local)

    assert (item.text, item.tone) == (words, tone)
