"""What the desk promises a citizen, in words."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from counter.clock import VirtualClock
from counter.office import intake
from counter.office.intake import Intake
from counter.text import using
from tests.office.building import an_office, at, serving
from ui.desk.intake import promise_of


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Intake]:
    def read() -> Intake:
        office = an_office(tmp_path / "office", VirtualClock(at(9)))
        try:
            return office.read(intake.open_intake, serving(office).id)
        finally:
            office.close()

    with ThreadPoolExecutor(1) as elsewhere:  # the Qt thread must not touch a store
        form = elsewhere.submit(read).result()
    with using("en"):
        yield form


def test_a_day_is_promised_only_once_the_documents_are_complete(opened: Intake) -> None:
    waiting, complete = (promise_of(opened, complete=each) for each in (False, True))

    assert waiting.basis == "after the documents are complete"
    assert "November" not in waiting.day
    assert complete.day == "Wednesday, 25 November"
    assert complete.basis == "1 working day after today"


def test_what_is_done_at_once_is_promised_for_today_without_counting(opened: Intake) -> None:
    service = msgspec.structs.replace(opened.service, working_days=0)
    at_once = msgspec.structs.replace(opened, service=service, promised="2026-11-24")

    assert promise_of(at_once, complete=True).basis == "today"


def test_a_clerk_is_told_where_the_calendar_ends(opened: Intake) -> None:
    beyond = msgspec.structs.replace(opened, promised="2028-01-04", holidays_known=False)

    promise = promise_of(beyond, complete=True)

    assert "holidays of 2028 are not in the calendar" in promise.basis
