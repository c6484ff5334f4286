"""Errors a person can act on."""

from __future__ import annotations

from enum import StrEnum

import pytest

from counter import text
from counter.errors import LoketError
from counter.text import N_


class Day(StrEnum):
    """For these tests only."""

    FRIDAY = "Friday"


class OfficeClosed(LoketError):
    """For these tests only: its sentences are ones the catalogue has."""

    happened = N_("since {clock}")
    safe = N_("waiting {duration}")
    do_next = N_("Sunday")


class NIKWrong(OfficeClosed):
    """For these tests only."""


def test_an_error_says_three_things_with_its_facts_in_the_language_read_here() -> None:
    error = OfficeClosed(clock="10.42", duration=Day.FRIDAY)

    assert error.message() == ("sejak 10.42", "menunggu Jumat", "Minggu")
    assert error.message("en") == ("since 10.42", "waiting Friday", "Sunday")


def test_the_log_reads_an_error_in_english() -> None:
    assert str(OfficeClosed(clock="10.42", duration="")) == "since 10.42"


def test_a_fact_left_out_is_a_bug_and_shows_at_once() -> None:
    with pytest.raises(KeyError, match="duration"):
        OfficeClosed(clock="10.42")


@pytest.mark.parametrize(
    ("kind", "code"), [(OfficeClosed, "office-closed"), (NIKWrong, "nik-wrong")]
)
def test_a_code_leads_to_the_manual(kind: type[LoketError], code: str) -> None:
    assert kind(clock="10.42", duration="").code == code


def test_asking_for_one_language_leaves_the_other_as_it_was() -> None:
    OfficeClosed(clock="10.42", duration="").message("en")

    assert text.language() == "id"
