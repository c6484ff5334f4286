"""How numbers look on paper, and that no two lanes share one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counter.domain.numbers import BARE, lane_below, receipt_number, ticket_number

LANES = st.just(BARE) | st.from_regex(r"[2-9][0-9]?(?:[A-Z]{2})?", fullmatch=True)
RUNNING = st.integers(1, 10_000)


def test_the_bare_lane_does_not_show_and_every_other_does() -> None:
    assert [ticket_number("A", lane, 17) for lane in ("", "2", "2XK")] == [
        "A-017",
        "A2-017",
        "A2XK-017",
    ]
    assert ticket_number("A", "", 1000) == "A-1000"


@given(taken=st.sets(LANES, max_size=9))
def test_hubs_in_anothers_place_name_lanes_that_differ_without_hearing_of_each_other(
    taken: set[str],
) -> None:
    below = {hub: lane_below(hub, taken) for hub in ("", "H", "2H", "3H", "3XY", "20H")}

    assert below["3H"] == below["3XY"] == "301"
    assert len(set(below.values())) == len(below) - 1
    assert not set(below.values()) & taken


def test_a_receipt_names_branch_lane_year_and_running_number() -> None:
    assert receipt_number("3171-06", "3", 2026, 412) == "3171-06/L3/2026/000412"
    assert receipt_number("3171-06", BARE, 2026, 412) == "3171-06/L1/2026/000412"


@given(
    one=st.tuples(st.sampled_from("ABC"), LANES, RUNNING),
    two=st.tuples(st.sampled_from("ABC"), LANES, RUNNING),
)
def test_two_tickets_share_a_number_only_in_one_lane(
    one: tuple[str, str, int], two: tuple[str, str, int]
) -> None:
    assert (ticket_number(*one) == ticket_number(*two)) == (one == two)


@given(one=st.tuples(LANES, RUNNING), two=st.tuples(LANES, RUNNING))
def test_two_receipts_share_a_number_only_in_one_lane(
    one: tuple[str, int], two: tuple[str, int]
) -> None:
    numbers = [receipt_number("b", lane, 2026, running) for lane, running in (one, two)]

    assert (numbers[0] == numbers[1]) == (one == two)
