"""What people read, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from threading import Thread

import pytest

from counter import text


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    text.set_language("id")
    yield
    text.set_language("id")


def test_indonesian_is_what_people_read_unless_they_choose() -> None:
    assert text.language() == "id"
    assert text._("November") == "November"
    assert text._("Tuesday") == "Selasa"


def test_switching_the_language_needs_no_restart() -> None:
    text.set_language("en")

    assert text.long_date(date(2026, 11, 24)) == "Tuesday, 24 November 2026"

    text.set_language("id")

    assert text.long_date(date(2026, 11, 24)) == "Selasa, 24 November 2026"


def test_every_day_and_month_has_its_indonesian_name() -> None:
    names = [text._(name) for name in text.DAYS + text.MONTHS]

    assert (
        names
        == (
            "Senin Selasa Rabu Kamis Jumat Sabtu Minggu "
            "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
        ).split()
    )


def test_another_language_holds_inside_its_block_only() -> None:
    with text.using("en"):
        assert text.clock(time(10, 42)) == "10:42"

    assert text.clock(time(10, 42)) == "10.42"


def test_a_block_in_one_language_leaves_other_threads_alone() -> None:
    heard: list[str] = []

    with text.using("en"):
        thread = Thread(target=lambda: heard.append(text.language()))
        thread.start()
        thread.join()

    assert heard == ["id"]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="xx"):
        text.set_language("xx")


def test_a_day_in_figures_is_day_month_year() -> None:
    assert text.short_date(date(2026, 1, 5)) == "05-01-2026"


@pytest.mark.parametrize(
    ("seconds", "indonesian", "english"),
    [
        (-5, "0 dtk", "0 s"),
        (45, "45 dtk", "45 s"),
        (12 * 60 + 59, "12 mnt", "12 min"),
        (3600, "1 jam", "1 h"),
        (3900, "1 jam 5 mnt", "1 h 5 min"),
    ],
)
def test_a_duration_reads_as_people_say_it(seconds: int, indonesian: str, english: str) -> None:
    assert text.duration(seconds) == indonesian
    with text.using("en"):
        assert text.duration(seconds) == english


def test_a_wait_and_a_start_are_said_in_words() -> None:
    assert text.waiting_for(720) == "menunggu 12 mnt"
    assert text.since(time(10, 42)) == "sejak 10.42"


def test_a_stopwatch_keeps_its_width() -> None:
    assert [text.stopwatch(s) for s in (0, 204, 3804)] == ["00:00", "03:24", "1:03:24"]


def test_numbers_are_grouped_as_each_language_does() -> None:
    assert (text.count(1234), text.decimal(Decimal("91.48"), places=2)) == ("1.234", "91,48")
    with text.using("en"):
        assert (text.count(1234), text.decimal(1234.5, places=2)) == ("1,234", "1,234.50")


def test_money_is_whole_rupiah_and_nothing_to_pay_says_so() -> None:
    assert (text.rupiah(0), text.rupiah(1_500_000)) == ("Rp0 (gratis)", "Rp1.500.000")
    with text.using("en"):
        assert text.rupiah(0) == "Rp0 (free)"


def test_a_sentence_that_counts_has_two_forms_in_english() -> None:
    with text.using("en"):
        said = [text.ngettext("{n} person waits", "{n} people wait", n) for n in (1, 3)]

    assert said == ["{n} person waits", "{n} people wait"]


def test_a_state_is_named_in_words() -> None:
    class State(StrEnum):
        NO_SHOW = "no_show"

    with text.using("en"):
        assert text.word(State.NO_SHOW) == "no show"
