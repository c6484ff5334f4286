"""What a person can render: nobody is called to them for anything else."""

from __future__ import annotations

import pytest

from counter.domain import bodies
from counter.office import configure, people, queue, waiting
from counter.office.office import Office
from tests.office.building import BUDI, KIA, KTP, SARI, as_somebody


@pytest.fixture
def learner(office: Office) -> Office:
    """Sari can do child cards only."""
    as_somebody(office, BUDI)
    office.act(
        people.set_person,
        people.Member(SARI.person, SARI.name, (people.Role.CLERK,), services=(KIA,)),
        pin_hash="",
    )
    return as_somebody(office, SARI)


def test_only_what_she_can_do_is_called_and_shown(learner: Office) -> None:
    learner.act(queue.issue_ticket, service=KTP)
    child = learner.act(queue.issue_ticket, service=KIA)

    here = learner.read(waiting.floor, 3, "", SARI.person).waiting

    assert [each.id for each in here] == [child.id]
    assert learner.act(queue.call_next, counter=3).id == child.id


def test_the_next_person_at_the_counter_may_do_more(learner: Office) -> None:
    first = learner.act(queue.issue_ticket, service=KTP)
    with pytest.raises(queue.NobodyWaits):
        learner.act(queue.call_next, counter=3)

    as_somebody(learner, BUDI)

    assert learner.act(queue.call_next, counter=3).id == first.id


def test_a_counter_for_nothing_she_can_do_calls_nobody(learner: Office) -> None:
    learner.act_as(
        BUDI.person, configure.set_counter, 3, name="Loket 3", services=(KTP,), active=True, zone=""
    )
    learner.act(queue.issue_ticket, service=KTP)
    learner.act(queue.issue_ticket, service=KIA)

    with pytest.raises(queue.NobodyWaits):
        learner.act(queue.call_next, counter=3)
    assert learner.read(waiting.floor, 3, "", SARI.person).waiting == ()


def test_by_hand_she_may_call_anybody(learner: Office) -> None:
    first = learner.act(queue.issue_ticket, service=KTP)

    assert learner.act(queue.call_ticket, first.id, counter=3).counter == 3


def test_what_earlier_releases_said_of_a_person_is_everything() -> None:
    assert bodies.PersonSet(id="sari", roles=("clerk",)).services == ()
