"""Who may look at the day's figures."""

from __future__ import annotations

import pytest

from counter.office import supervision
from counter.office.office import NobodySignedIn, Office, Session
from counter.office.people import NotAllowed


def signed_in(office: Office, *roles: str) -> Office:
    office.session = Session(person="siti", name="Siti", roles=roles, counter=3)
    return office


@pytest.mark.parametrize("role", ["supervisor", "branch_head", "admin"])
def test_these_roles_see_the_day(office: Office, role: str) -> None:
    seen = supervision.look(signed_in(office, "clerk", role), None)

    assert seen.floor is not None


@pytest.mark.parametrize("role", ["clerk", "information"])
def test_these_do_not(office: Office, role: str) -> None:
    with pytest.raises(NotAllowed):
        supervision.look(signed_in(office, role), None)


def test_nobody_sees_it_while_nobody_is_signed_in(office: Office) -> None:
    office.session = None

    with pytest.raises(NobodySignedIn):
        supervision.look(office, None)
