"""Who works here: roles, PINs, signing in.

A PIN is kept as an argon2id hash in an event's private part. Wrong PINs slow further tries down,
over restarts too; an administrator sets a new one.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from counter.domain import bodies
from counter.domain.events import EntityId
from counter.errors import LoketError
from counter.office.office import Office, Session
from counter.text import N_

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from counter.store.settings import Person
    from counter.store.work import Reading, Work

FREE_TRIES = 3  # wrong PINs before waiting begins
FIRST_WAIT_S = 5
LONGEST_WAIT_S = 300
PIN = re.compile(r"[0-9]{4,12}")
PERSON_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")


class Role(StrEnum):
    """What somebody may do; the field's own titles are translations."""

    INFORMATION = "information"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    BRANCH_HEAD = "branch_head"
    ADMIN = "admin"


# At the day's figures; an administrator gives out the other two roles, so could take one.
LAST_PERSON = "last_person"  # this node's own: who signed in here last
MAY_LOOK = frozenset({Role.SUPERVISOR, Role.BRANCH_HEAD, Role.ADMIN})

ROLE_WORDS = (
    N_("information"),
    N_("clerk"),
    N_("supervisor"),
    N_("branch head"),
    N_("admin"),
)


class PinWrong(LoketError):
    """The PIN is not this person's."""

    happened = N_("That PIN is not right.")
    safe = N_("Nothing was changed.")
    do_next = N_("Type it again. An administrator can set a new one.")


class SignInSlowed(LoketError):
    """Too many wrong PINs in a row."""

    happened = N_("Too many wrong PINs: wait {seconds} seconds.")
    safe = N_("Nothing was changed.")
    do_next = N_("Wait, then type the PIN again, or ask an administrator for a new one.")


class PersonUnknown(LoketError):
    """Nobody of that name may sign in."""

    happened = N_("{person} cannot sign in here.")
    safe = N_("Nothing was changed.")
    do_next = N_("Choose a name from the list, or ask an administrator.")


class PinUnfit(LoketError):
    """A PIN is four to twelve figures."""

    happened = N_("A PIN has 4 to 12 figures.")
    safe = N_("The old PIN still holds.")
    do_next = N_("Choose another PIN.")


class NotAllowed(LoketError):
    """The act belongs to another role."""

    happened = N_("Only {role} may do this.")
    safe = N_("Nothing was changed.")
    do_next = N_("Ask somebody with that role to sign in.")


class Member(Struct, frozen=True):
    """A member of staff, as lists show them."""

    id: str
    name: str
    roles: tuple[Role, ...]
    active: bool = True
    services: tuple[
        str, ...
    ] = ()  # for these alone people are called to them; empty: for every one


def hash_pin(pin: str) -> str:
    """The argon2id hash of a PIN; takes some 50 ms, so not inside an act.

    Raises:
        PinUnfit: not four to twelve figures.
    """
    if not PIN.fullmatch(pin):
        raise PinUnfit
    return _hasher().hash(pin)


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    # OWASP's second choice: 49 ms on a counter PC, where the library's default takes 166
    return PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)


def is_pin(pin: str, pin_hash: str) -> bool:
    """Whether a hash is of this PIN; takes as long as `hash_pin`."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False


# --- reads ------------------------------------------------------------------------------------
def members(reading: Reading) -> list[Member]:
    """Everybody who may sign in or once might, by name."""
    found = [
        Member(
            each.id,
            each.name,
            tuple(Role(role) for role in each.roles),
            each.active,
            each.services,
        )
        for each in reading.settings.people()
    ]
    return sorted(found, key=lambda each: each.name.casefold())


def wait_s(failures: int, last_ms: int, now_ms: int) -> int:
    """Seconds still to wait after so many wrong PINs in a row, the last at `last_ms`.

    A clock set back makes nobody wait longer than the whole wait.
    """
    if failures < FREE_TRIES:
        return 0
    whole = min(FIRST_WAIT_S << min(failures - FREE_TRIES, 16), LONGEST_WAIT_S)
    passed = max(0, now_ms - last_ms) / 1000
    return max(0, round(whole - passed))


def _known(reading: Reading, person_id: str) -> tuple[Person, int, int]:
    person = reading.settings.person(person_id)
    if person is None or not person.active:
        raise PersonUnknown(person=person_id)
    failures, last_ms = reading.local.sign_in_failures(person_id)
    return person, failures, last_ms


# --- acts -------------------------------------------------------------------------------------
def sign_in(office: Office, person_id: str, pin: str, *, counter: int) -> Session:
    """Sign somebody in at a counter; from then on the office's acts are theirs.

    Raises:
        PersonUnknown, PinWrong
        SignInSlowed: too many wrong PINs; says how long to wait.
    """
    person, failures, last_ms = office.read(_known, person_id)
    remaining = wait_s(failures, last_ms, office.clock.now_ms())
    if remaining:
        raise SignInSlowed(seconds=remaining)
    if not is_pin(pin, person.pin_hash):
        office.act_as(person_id, _count_failure, person_id, failures + 1)
        raise PinWrong
    office.act_as(person_id, _let_in, person_id, failures)
    session = Session(person=person.id, name=person.name, roles=person.roles, counter=counter)
    office.session = session
    return session


def sign_out(office: Office) -> None:
    """Leave the counter; drafts and the ticket at the counter stay as they are."""
    office.session = None


def _count_failure(work: Work, person_id: str, failures: int) -> None:
    work.local.set_sign_in_failures(person_id, failures, work.now_ms)


def _let_in(work: Work, person_id: str, failures: int) -> None:
    if failures:
        work.local.set_sign_in_failures(person_id, 0, work.now_ms)
    if work.local.get(LAST_PERSON, str) != person_id:
        work.local.put(LAST_PERSON, person_id)


def require(work: Work, role: Role, *others: Role) -> None:
    """Refuse an act to whoever has none of these roles. Raises NotAllowed, naming the first."""
    person = work.settings.person(work.actor)
    if person is None or {role, *others}.isdisjoint(person.roles):
        raise NotAllowed(role=role)


def set_person(work: Work, member: Member, *, pin_hash: str) -> Member:
    """Add or change a member of staff; an administrator's act.

    Args:
        member: with an id that is short and stable: sari.
        pin_hash: from `hash_pin`; empty: the PIN stays as it is.

    Raises:
        NotAllowed, PersonUnknown (an id that cannot be one), PinUnfit (a new one without a PIN)
    """
    require(work, Role.ADMIN)
    return record_person(work, member, pin_hash=pin_hash)


def record_person(work: Work, member: Member, *, pin_hash: str) -> Member:
    """`set_person` without its question for a role: for set-up, when there is nobody yet."""
    if not PERSON_ID.fullmatch(member.id):
        raise PersonUnknown(person=member.id)
    before = work.settings.person(member.id)
    kept = pin_hash or (before.pin_hash if before else "")
    if not kept:
        raise PinUnfit
    named = replace(member, name=member.name.strip())
    work.record(
        bodies.PersonSet(
            id=named.id,
            roles=tuple(role.value for role in named.roles),
            active=named.active,
            services=named.services,
        ),
        entity=EntityId(f"person:{named.id}"),
        private=bodies.PersonPart(name=named.name, pin_hash=kept),
    )
    if pin_hash:
        work.local.set_sign_in_failures(named.id, 0, work.now_ms)
    return named
