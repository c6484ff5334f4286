"""Errors a person can act on."""

from __future__ import annotations

from enum import StrEnum

import pytest

from counter import text
from counter.errors import LoketError
from counter.text import N_


class State(StrEnum):
    NO_SHOW = "no_show"


class TicketGone(LoketError):
    """For these tests only."""

    happened = N_("Ticket {number} is now {state}.")
    safe = N_("Nothing you typed is lost.")
    do_next = N_("Press F2 to call the next person.")


class NIKWrong(LoketError):
    """For these tests only."""

    happened = safe = do_next = N_("January")


def test_an_error_says_three_things_with_its_facts_and_states_in_words() -> None:
    error = TicketGone(number="A-017", state=State.NO_SHOW)

    assert error.message() == (
        "Nomor A-017 kini tidak hadir.",
        "Yang sudah Anda ketik tetap tersimpan.",
        "Tekan F2 untuk memanggil orang berikutnya.",
    )
    assert error.message("en").happened == "Ticket A-017 is now no show."


def test_the_log_reads_an_error_in_english() -> None:
    assert str(TicketGone(number="A-017", state=State.NO_SHOW)) == "Ticket A-017 is now no_show."


def test_a_fact_left_out_is_a_bug_and_shows_at_once() -> None:
    with pytest.raises(KeyError, match="state"):
        TicketGone(number="A-017")


@pytest.mark.parametrize(
    ("kind", "code"), [(TicketGone, "ticket-gone"), (NIKWrong, "nik-wrong")]
)
def test_a_code_leads_to_the_manual(kind: type[LoketError], code: str) -> None:
    error = kind(number="A-017", state="held")

    assert error.code == code


def test_asking_for_one_language_leaves_the_other_as_it_was() -> None:
    TicketGone(number="A-017", state="held").message("en")

    assert text.language() == "id"
