"""Which page asks at which step."""

from __future__ import annotations

from collections.abc import Sequence

from counter.office.shape import Problem
from ui.setup.answers import Answers
from ui.setup.office import CataloguePage, OfficePage
from ui.setup.page import Page
from ui.setup.people import PeoplePage
from ui.setup.place import CentralPage, PlacePage
from ui.setup.steps import CENTRAL, OFFICE, PEOPLE, PLACE, SERVICES
from ui.tasks import Tasks

_FORMS: dict[int, type[OfficePage | PeoplePage | PlacePage]] = {
    OFFICE: OfficePage,
    PEOPLE: PeoplePage,
    PLACE: PlacePage,
}
_ASKED_ELSEWHERE: dict[int, type[CataloguePage | CentralPage]] = {
    SERVICES: CataloguePage,
    CENTRAL: CentralPage,
}
_ASKING: dict[int, type[Page]] = {**_FORMS, **_ASKED_ELSEWHERE}


def make_form(step: int, answers: Answers, tasks: Tasks) -> Page:
    """The page that asks at a step, filled in with the answers."""
    if step in _ASKED_ELSEWHERE:
        return _ASKED_ELSEWHERE[step](answers, tasks)
    return _FORMS[step](answers)


def unfit_step(steps: Sequence[int], problems: Sequence[Problem]) -> int | None:
    """The first of these steps that one of the problems is to be said at."""
    for step in steps:
        if step in _ASKING and any(_ASKING[step].owns(each) for each in problems):
            return step
    return None
