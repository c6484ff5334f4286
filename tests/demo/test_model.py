"""The model of a day: repeatable, and true to what it says of itself."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from counter.demo import model
from counter.demo.citizens import draw_answers, draw_citizen
from counter.domain.catalogue import Catalogue
from counter.office.catalogue import PACKAGED, read_catalogue
from counter.office.intake import read_form

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue("dukcapil")


def test_one_seed_draws_one_day(catalogue: Catalogue) -> None:
    first = model.draw_day(7, catalogue, TODAY)

    assert model.draw_day(7, catalogue, TODAY) == first
    assert model.draw_day(8, catalogue, TODAY) != first


def test_a_visitor_is_the_same_however_many_come(catalogue: Catalogue) -> None:
    few = model.draw_visit(7, 3, 30_000, catalogue, TODAY)

    assert model.draw_visit(7, 3, 30_000, catalogue, TODAY) == few


@pytest.mark.parametrize("seed", range(6))
def test_a_day_has_300_to_500_visitors_and_most_in_the_morning(
    catalogue: Catalogue, seed: int
) -> None:
    visits = model.draw_day(seed, catalogue, TODAY)

    assert 300 <= len(visits) <= 500
    assert [visit.at_s for visit in visits] == sorted(visit.at_s for visit in visits)
    assert all(model.DOORS_S <= visit.at_s < model.LAST_NUMBER_S for visit in visits)
    assert sum(visit.at_s < 39_600 for visit in visits) > len(visits) / 2


def test_everything_the_model_tells_of_happens(catalogue: Catalogue) -> None:
    visits = [each for seed in range(8) for each in model.draw_day(seed, catalogue, TODAY)]

    assert 0.11 < sum(visit.priority for visit in visits) / len(visits) < 0.17
    assert 0.04 < sum(visit.absent for visit in visits) / len(visits) < 0.08
    assert Counter(visit.forgot for visit in visits).keys() == set(model.Forgot)
    assert {visit.service for visit in visits} == set(model.DEMAND)
    for fact in ("sent_to", "patience_s", "mistaken_s", "voids", "called_back"):
        assert any(getattr(visit, fact) for visit in visits), fact


@pytest.mark.parametrize("name", PACKAGED)
def test_every_service_gets_answers_that_can_be_filed(name: str) -> None:
    offered = read_catalogue(name)

    for service in offered.services:
        questions = offered.questions(service.id)
        for n in range(30):
            rng = Random(f"{service.id} {n}")
            answers = draw_answers(rng, draw_citizen(rng, TODAY), questions, TODAY)
            reading = read_form(questions, answers, TODAY)
            assert (reading.errors, reading.warnings) == ((), ()), (service.id, answers)


def test_nobody_made_up_has_a_number_that_a_registry_gives_out() -> None:
    citizens = [draw_citizen(Random(n), TODAY) for n in range(500)]

    assert all(int(each.nik[-4:]) >= 9000 and int(each.nkk[-4:]) >= 9000 for each in citizens)
    assert all(each.phone.startswith("0800") for each in citizens)
