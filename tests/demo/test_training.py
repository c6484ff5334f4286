"""Practice: a branch of its own, a floor that lives by itself, people to serve, lessons learnt."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.config import read_config
from counter.demo.branch import CLERKS, PIN
from counter.demo.guests import FETCH_MS, STORIES, WALK_MS
from counter.demo.training import (
    CLERK,
    HEAD,
    HERE,
    OTHER_COUNTERS,
    PAPERS,
    PracticeUnclear,
    TrainingStation,
    begin_anew,
    practice_folder,
)
from counter.domain.ticket import Ticket, TicketState
from counter.office import intake, queue, receipts, undoing
from counter.office.instance import ask_owner
from counter.office.intake import Filing
from counter.office.office import Session
from counter.office.papers import Papers
from counter.office.people import members
from counter.office.practice import Guest, Lesson, Speed, Story
from counter.office.setup import set_up
from counter.office.station import Station
from counter.printing.papers import PaperSize
from counter.printing.printers import printer_from
from counter.store.practice import NotForPractice, OnlyForPractice
from counter.store.store import DATABASE, KEY, STARTS, Store
from counter.store.troubles import StoreInUse
from counter.sync.status import LineState
from tests.office.building import at
from tests.printing.reading import words
from tests.ui.stations import PLAN


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(at(9))


@pytest.fixture
def practice(tmp_path: Path, clock: VirtualClock) -> Iterator[TrainingStation]:
    """A practice branch, nobody signed in, whose floor moves only when it is told to."""
    station = begun(tmp_path / "loket-practice", clock)
    yield station
    station.stop()


def begun(folder: Path, clock: VirtualClock) -> TrainingStation:
    station = TrainingStation(folder, clock=clock)
    station.load()
    return station


def sit_down(station: TrainingStation, person: str = CLERK) -> None:
    station.office.session = Session(person, person, (), HERE)


def tickets(station: TrainingStation) -> list[Ticket]:
    return station.office.read(lambda reading: reading.tickets.on(station.today.isoformat()))


def call(station: TrainingStation) -> Ticket:
    return station.office.act(queue.call_next, counter=HERE)


def guest_of(station: TrainingStation) -> Guest:
    guest = station.view().guest
    assert guest is not None
    return guest


def touched_by(ticket: Ticket) -> frozenset[str]:
    return frozenset({f"ticket:{ticket.id}"})


# --- a place of its own -----------------------------------------------------------------------
def test_practice_lies_beside_the_data_folder_and_never_in_it(tmp_path: Path) -> None:
    data = tmp_path / "loket"

    folder = practice_folder(data)

    assert folder.parent == data.parent
    assert folder.name == "loket-practice"
    assert not folder.is_relative_to(data)


def test_only_practice_opens_what_practice_made(tmp_path: Path, clock: VirtualClock) -> None:
    practice = begun(tmp_path, clock)
    practice.stop()

    real = Station.open(practice.folder)
    with pytest.raises(OnlyForPractice):
        real.load()
    real.office.close()


def test_every_start_begins_anew(tmp_path: Path, clock: VirtualClock) -> None:
    practice = begun(tmp_path, clock)
    sit_down(practice)
    call(practice)
    (practice.folder / PAPERS).mkdir(exist_ok=True)
    (practice.folder / PAPERS / "receipt.pdf").write_bytes(b"%PDF")
    practice.stop()

    again = begun(tmp_path, clock)

    assert not [each for each in tickets(again) if each.counter == HERE]
    assert not list((again.folder / PAPERS).glob("*"))
    again.stop()


def test_an_offices_store_in_its_place_is_left_as_it_is(tmp_path: Path) -> None:
    set_up(tmp_path / "real", PLAN, VirtualClock(at(8)))
    folder = tmp_path / "loket-practice"
    folder.mkdir()
    for name in (DATABASE, KEY, STARTS):
        shutil.copy2(tmp_path / "real" / name, folder / name)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}

    practice = TrainingStation(folder)
    with pytest.raises(NotForPractice):
        practice.load()
    practice.office.close()

    assert {name: (folder / name).read_bytes() for name in before} == before


@pytest.mark.parametrize("broken", ["key", "file"])
def test_what_cannot_be_read_is_left_as_it_is(tmp_path: Path, broken: str) -> None:
    Store.create(tmp_path, branch="LATIHAN", lane="", practice=True).close()
    if broken == "key":
        (tmp_path / KEY).unlink()
    else:
        (tmp_path / DATABASE).write_bytes(b"notes of somebody" * 1000)

    with pytest.raises(PracticeUnclear):
        begin_anew(tmp_path)

    assert (tmp_path / DATABASE).exists()


def test_a_practice_that_is_open_is_not_taken_away(practice: TrainingStation) -> None:
    with pytest.raises(StoreInUse):
        begin_anew(practice.folder)

    assert tickets(practice)


def test_it_joins_nothing_and_prints_to_a_folder(practice: TrainingStation) -> None:
    practice.go_on()

    assert practice.engine is None
    assert practice.hub is None
    assert practice.line().state is LineState.NEVER_SET_UP
    assert read_config(practice.folder).printer == f"folder:{practice.folder / PAPERS}"
    assert not read_config(practice.folder).backup_folder


def test_a_command_for_work_is_refused_by_the_practice_that_is_open(
    practice: TrainingStation,
) -> None:
    practice.go_on()

    for asked in ("backup", "enrol", "found_hub"):
        with pytest.raises(OnlyForPractice):
            ask_owner(practice.folder, asked, {"url": "", "code": ""})


def test_only_those_who_practise_may_sign_in(practice: TrainingStation) -> None:
    found = {each.id: each.active for each in practice.office.read(members)}

    assert {person for person, active in found.items() if active} == {CLERK, HEAD}
    assert {post.clerk for post in OTHER_COUNTERS} <= found.keys()
    assert practice.pin == PIN


# --- the floor --------------------------------------------------------------------------------
def test_somebody_waits_and_the_others_serve_from_the_start(practice: TrainingStation) -> None:
    states = Counter(each.state for each in tickets(practice))

    assert states[TicketState.WAITING] >= 3
    assert states[TicketState.SERVED] >= 10
    assert not [each for each in tickets(practice) if each.counter == HERE]


def test_citizens_come_and_other_counters_go_on(practice: TrainingStation) -> None:
    before = tickets(practice)

    for _second in range(900):
        practice.floor.pass_time(1)

    after = tickets(practice)
    served = Counter(each.counter for each in after if each.state is TicketState.SERVED)
    waiting = sum(each.state is TicketState.WAITING for each in after)
    assert len(after) > len(before) + 5
    assert served[HERE] == 0
    assert all(served[post.number] for post in OTHER_COUNTERS)
    assert 1 <= waiting <= 9


def test_the_floor_takes_whatever_the_clerk_does(practice: TrainingStation) -> None:
    sit_down(practice)
    practice.floor.pass_time(1)
    for _turn in range(3):
        called = call(practice)
        practice.office.act(queue.start_service, called.id, counter=HERE)
        practice.office.act(queue.transfer_ticket, called.id, service="kk_new")
        practice.floor.pass_time(30)
    busy = next(each for each in tickets(practice) if each.state is TicketState.SERVING)
    practice.office.act_as(HEAD, queue.transfer_ticket, busy.id, service="kk_new")

    for _second in range(400):
        practice.floor.pass_time(1)

    served = [each for each in tickets(practice) if each.state is TicketState.SERVED]
    assert {post.number for post in OTHER_COUNTERS} <= {each.counter for each in served}


def test_pause_is_a_speed(practice: TrainingStation) -> None:
    practice.set_speed(Speed.STILL)

    assert practice.view().speed is Speed.STILL


# --- who comes --------------------------------------------------------------------------------
def test_each_citizen_has_another_story(practice: TrainingStation, clock: VirtualClock) -> None:
    sit_down(practice)
    while len([each for each in tickets(practice) if each.state is TicketState.WAITING]) < len(
        STORIES
    ):
        practice.floor.pass_time(5)
    met = []
    for _story in STORIES:
        called = call(practice)
        assert guest_of(practice).story in (Story.WALKS, Story.NOBODY)
        clock.advance(WALK_MS / 1000)
        met.append(guest_of(practice).story)
        practice.office.act(queue.mark_no_show, called.id, counter=HERE)

    assert tuple(met) == STORIES


def test_who_fetches_something_is_back_after_a_while(
    practice: TrainingStation, clock: VirtualClock
) -> None:
    sit_down(practice)
    first = call(practice)
    practice.view()
    practice.office.act(queue.mark_no_show, first.id, counter=HERE)
    second = call(practice)
    practice.office.act(queue.start_service, second.id, counter=HERE)
    clock.advance(WALK_MS / 1000)
    fetching = guest_of(practice)
    assert fetching.story is Story.FETCHES
    assert [has for _each, has in fetching.documents].count(False) == 1

    practice.office.act(queue.hold_ticket, second.id, counter=HERE, reason="fetches it")
    gone = practice.view()
    clock.advance(FETCH_MS / 1000)
    back = practice.view()
    practice.office.act(queue.resume_ticket, second.id, counter=HERE)
    resumed = guest_of(practice)

    assert (gone.guest, gone.back, back.back) == (None, (), (second.number,))
    assert resumed.story is Story.READY
    assert all(has for _each, has in resumed.documents)


def test_every_card_fills_its_form_in(practice: TrainingStation, clock: VirtualClock) -> None:
    sit_down(practice)
    catalogue = practice.office.read(lambda reading: reading.settings.catalogue())
    clock.advance(WALK_MS / 1000)

    for service in catalogue.services:
        ticket = practice.office.act(queue.issue_ticket, service=service.id)
        practice.office.act(queue.call_ticket, ticket.id, counter=HERE)
        started = practice.office.act(queue.start_service, ticket.id, counter=HERE)
        guest = practice.guests.meet(started, clock.now_ms())
        if guest.story is Story.ELSEWHERE:
            assert guest.needs is not None
            practice.office.act(queue.mark_left, ticket.id)
            continue
        answers = {field.id: value for field, value in guest.answers}
        documents = {each.id: True for each, _has in guest.documents}
        filing = Filing(answers, documents, {})
        filed = practice.office.act(intake.file_intake, ticket.id, filing, counter=HERE)
        assert filed.receipt.startswith("LATIHAN/")
        practice.office.act(queue.finish_ticket, ticket.id, counter=HERE)


def test_nobodys_number_can_be_somebodys(practice: TrainingStation, clock: VirtualClock) -> None:
    sit_down(practice)
    call(practice)
    clock.advance(WALK_MS / 1000)
    answers = {field.id: value for field, value in guest_of(practice).answers}

    assert answers["nik"][12:] >= "9000"  # no registry gives so many out in one day
    assert answers["phone"].startswith("0800")


# --- lessons ----------------------------------------------------------------------------------
def test_a_lesson_is_learnt_by_doing_it(practice: TrainingStation) -> None:
    sit_down(practice)
    called = call(practice)
    office = practice.office
    acts: list[tuple[Callable[[], Ticket], Lesson]] = [
        (lambda: called, Lesson.CALL),
        (lambda: office.act(queue.start_service, called.id, counter=HERE), Lesson.START),
        (
            lambda: office.act(queue.hold_ticket, called.id, counter=HERE, reason="x"),
            Lesson.HOLD,
        ),
        (lambda: office.act(queue.resume_ticket, called.id, counter=HERE), Lesson.RESUME),
        (lambda: office.act(undoing.undo_last, called.id, counter=HERE), Lesson.UNDO),
        (lambda: office.act(queue.transfer_ticket, called.id, service="kk_new"), Lesson.TRANSFER),
    ]
    for act, lesson in acts:
        before = practice.view().learnt
        practice.learn(touched_by(act()))
        assert practice.view().learnt - before == {lesson}


def test_what_the_others_do_teaches_nobody(practice: TrainingStation) -> None:
    for _second in range(200):
        practice.floor.pass_time(1)

    practice.learn(frozenset(f"ticket:{each.id}" for each in tickets(practice)))

    assert practice.view().learnt == frozenset()
    assert {each.clerk for each in tickets(practice)} & dict(CLERKS).keys()


def test_a_receipt_that_came_out_is_a_lesson_and_says_practice(practice: TrainingStation) -> None:
    sit_down(practice)
    called = call(practice)
    practice.office.act(queue.start_service, called.id, counter=HERE)
    guest = guest_of(practice)
    answers = {field.id: value for field, value in guest.answers}
    documents = {each.id: has for each, has in guest.documents}
    filing = Filing(answers, documents, {})
    filed = practice.office.act(intake.file_intake, called.id, filing, counter=HERE)
    practice.learn(frozenset({f"application:{filed.id}", "print"}))
    assert practice.view().learnt == {Lesson.FILE}

    printer = printer_from(practice.config.printer)
    Papers(practice.office, printer, PaperSize.ROLL_80, on_trouble=print).print_pending()
    practice.learn(frozenset({"printed"}))

    [paper] = (practice.folder / PAPERS).glob("*.pdf")
    assert practice.view().learnt == {Lesson.FILE, Lesson.PRINT}
    assert "LATIHAN: TIDAK BERLAKU" in words(paper.read_bytes())
    head = practice.office.read(receipts.letterhead)
    assert head.practice
