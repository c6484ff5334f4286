"""Signing in, wrong PINs, and who may change whom."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from counter.clock import VirtualClock
from counter.office import people, queue
from counter.office.office import NobodySignedIn, Office
from tests.office.building import BUDI, KTP


def test_the_right_pin_signs_in(office: Office) -> None:
    session = people.sign_in(office, "budi", "1234", counter=4)

    assert (session.person, session.name, session.counter) == ("budi", "Budi", 4)
    assert office.session == session
    assert people.Role.ADMIN in session.roles


def test_nobody_acts_unnamed(office: Office) -> None:
    people.sign_out(office)

    with pytest.raises(NobodySignedIn):
        office.act(queue.issue_ticket, service=KTP)


def test_a_wrong_pin_leaves_who_was_signed_in(office: Office) -> None:
    before = office.session

    with pytest.raises(people.PinWrong):
        people.sign_in(office, "budi", "4321", counter=4)

    assert office.session is before


def test_whoever_left_or_never_was_cannot_sign_in(office: Office) -> None:
    office.session = BUDI
    office.act(
        people.set_person,
        people.Member("sari", "Sari", (), active=False),
        pin_hash="",
    )

    for person in ("sari", "nobody"):
        with pytest.raises(people.PersonUnknown):
            people.sign_in(office, person, "1234", counter=3)


def test_wrong_pins_slow_down_even_the_right_one(office: Office, clock: VirtualClock) -> None:
    for _ in range(people.FREE_TRIES):
        with pytest.raises(people.PinWrong):
            people.sign_in(office, "sari", "9999", counter=3)

    with pytest.raises(people.SignInSlowed, match="5 seconds"):
        people.sign_in(office, "sari", "1234", counter=3)

    clock.advance(people.FIRST_WAIT_S)
    people.sign_in(office, "sari", "1234", counter=3)
    with pytest.raises(people.PinWrong):  # counted anew
        people.sign_in(office, "sari", "9999", counter=3)


def test_an_administrator_sets_a_new_pin_and_ends_the_wait(office: Office) -> None:
    for _ in range(people.FREE_TRIES):
        with pytest.raises(people.PinWrong):
            people.sign_in(office, "sari", "9999", counter=3)
    office.session = BUDI

    office.act(
        people.set_person,
        people.Member("sari", "Sari", (people.Role.CLERK,)),
        pin_hash=people.hash_pin("567890"),
    )

    assert people.sign_in(office, "sari", "567890", counter=3).person == "sari"


@pytest.mark.parametrize(
    ("failures", "wait"), [(0, 0), (2, 0), (3, 5), (4, 10), (9, 300), (1000, 300)]
)
def test_the_wait_doubles_up_to_five_minutes(failures: int, wait: int) -> None:
    assert people.wait_s(failures, last_ms=0, now_ms=0) == wait


def test_a_clock_set_back_makes_nobody_wait_longer() -> None:
    assert people.wait_s(3, last_ms=10_000_000, now_ms=0) == people.FIRST_WAIT_S


def test_only_an_administrator_changes_people(office: Office) -> None:
    with pytest.raises(people.NotAllowed):
        office.act(
            people.set_person,
            people.Member("sari", "Sari", (people.Role.ADMIN,)),
            pin_hash="",
        )


def test_a_new_person_needs_a_pin_and_an_id_that_can_be_one(office: Office) -> None:
    office.session = BUDI
    new = people.Member("ani", "Ani", (people.Role.CLERK,))

    with pytest.raises(people.PinUnfit):
        office.act(people.set_person, new, pin_hash="")
    with pytest.raises(people.PersonUnknown):
        office.act(people.set_person, replace(new, id="Ani !"), pin_hash="x")


@pytest.mark.parametrize("pin", ["", "123", "1234567890123", "12a4", "12 34"])
def test_a_pin_has_four_to_twelve_figures(pin: str) -> None:
    with pytest.raises(people.PinUnfit):
        people.hash_pin(pin)


def test_people_are_listed_by_name(office: Office) -> None:
    assert [each.name for each in office.read(people.members)] == ["Budi", "Sari"]


def test_names_and_pins_stand_in_no_event_itself(office: Office) -> None:
    items = office.maintain(lambda store: store.after(store.node.branch, {}, limit=1000))

    assert not any(b"Sari" in each.data or b"argon2" in each.data for each in items)
    assert any(each.private and b"Sari" in each.private for each in items)
