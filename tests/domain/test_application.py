"""An application's fold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counter.domain import bodies
from counter.domain.application import ApplicationState, fold_application
from counter.domain.events import Fact
from tests.domain.histories import fact

FILED = bodies.ApplicationFiled(
    service="ktp_new",
    catalogue="dukcapil 2026.1",
    receipt="3171-06/L1/2026/000001",
    year=2026,
    lane="",
    running=1,
    documents=(bodies.DocumentTaken("kk", handed_in=True),),
    fee_rupiah=0,
    due_date="2026-11-25",
    ticket="a:7",
)
filed = fact("a", 1, FILED)


def test_a_filing_is_submitted_once_its_documents_are_here() -> None:
    application = fold_application([filed])

    assert application is not None
    assert (application.id, application.state) == ("a:1", ApplicationState.SUBMITTED)
    assert (application.receipt, application.ticket, application.clerk) == (
        "3171-06/L1/2026/000001",
        "a:7",
        "sari",
    )


def test_a_filing_without_a_promised_day_is_incomplete() -> None:
    body = bodies.ApplicationFiled(**{**_fields(), "due_date": None})
    application = fold_application([fact("a", 1, body)])

    assert application is not None
    assert application.state is ApplicationState.INCOMPLETE


def _fields() -> dict[str, object]:
    return {name: getattr(FILED, name) for name in FILED.__struct_fields__}


def test_without_its_filing_an_application_is_unknown() -> None:
    assert fold_application([fact("a", 2, bodies.ReceiptCopied(copy=1), [filed])]) is None


def test_a_void_is_void_whatever_else_happens_and_keeps_the_first_reason() -> None:
    void = fact("a", 2, bodies.ApplicationVoided(reason="wrong name"), [filed])
    later = fact("b", 1, bodies.ApplicationVoided(reason="again"), [filed, void])
    copied = fact("b", 2, bodies.ReceiptCopied(copy=1), [filed])

    application = fold_application([filed, later, copied, void])

    assert application is not None
    assert (application.state, application.void_reason) == (ApplicationState.VOID, "wrong name")


def test_what_two_counters_cut_off_took_up_is_promised_the_later_day() -> None:
    body = bodies.ApplicationFiled(**{**_fields(), "due_date": None, "awaits": "down"})
    promised = fact("a", 1, body)
    ours = fact("a", 2, bodies.ApplicationTakenUp(due_date="2026-11-26"), [promised])
    theirs = fact("b", 1, bodies.ApplicationTakenUp(due_date="2026-11-27"), [promised])

    before, after = fold_application([promised]), fold_application([theirs, promised, ours])

    assert before is not None
    assert before.state is ApplicationState.PROMISED
    assert after is not None
    assert (after.state, after.due_date) == (ApplicationState.SUBMITTED, "2026-11-27")


def test_copies_made_by_two_counters_cut_off_are_both_counted() -> None:
    copies = [fact(chain, 2, bodies.ReceiptCopied(copy=1), [filed]) for chain in "ab"]

    application = fold_application([filed, *copies])

    assert application is not None
    assert application.copies == 2


@given(data=st.data())
def test_every_order_gives_the_same_application(data: st.DataObject) -> None:
    facts: list[Fact] = [filed]
    for place in range(2, data.draw(st.integers(2, 9))):
        saw = [each for each in facts if data.draw(st.booleans())]
        body = data.draw(
            st.sampled_from(
                [
                    bodies.ReceiptCopied(copy=data.draw(st.integers(1, 3))),
                    bodies.ApplicationVoided(reason=str(place)),
                    FILED,
                ]
            )
        )
        facts.append(fact(data.draw(st.sampled_from("abc")), place, body, saw))

    arrived = data.draw(st.permutations(facts))

    assert fold_application(arrived) == fold_application(facts)
