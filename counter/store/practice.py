"""What keeps practice and work apart: one branch code that no real office can have.

Every store and every event carries its branch's code, so a store stays what it is wherever its
file is copied to. Whoever opens a store, makes one, or reads a code by which one joins asks here.
"""

from __future__ import annotations

from pathlib import Path

from counter.errors import LoketError
from counter.text import N_

PRACTICE = "LATIHAN"


class OnlyForPractice(LoketError):
    """Work was to be done with what is for practice."""

    happened = N_("The branch {branch} is for practice only: nothing of it counts.")
    safe = N_("Nothing was opened or changed.")
    do_next = N_("Name the office's own folder, file or code. To practise: loket train")


class NotForPractice(LoketError):
    """Practice was to be done with what is for work."""

    happened = N_("A real office's store, that of {branch}, lies where practice would begin.")
    safe = N_("It was not opened or changed.")
    do_next = N_("Keep it, move it to a folder of its own, then begin practice again.")


def is_practice(branch: str) -> bool:
    """Whether a branch is the one for practice."""
    return branch.upper() == PRACTICE


def keep_apart(branch: str, *, practice: bool) -> None:
    """Refuse practice where work is done, and the reverse.

    Args:
        practice: what is being done is practice.

    Raises:
        OnlyForPractice, NotForPractice
    """
    if is_practice(branch) and not practice:
        raise OnlyForPractice(branch=branch)
    if practice and not is_practice(branch):
        raise NotForPractice(branch=branch)


def branch_of(file: Path, key: bytes) -> str:
    """Whose store a file is, the store of a node; nothing is written beside it."""
    # who only reads a code must not load a database
    from counter.store.engine import Access, sqlite_engine, troubles_named
    from counter.store.local import Local
    from counter.store.work import Node

    engine = sqlite_engine(file, key, access=Access.LOOK)
    try:
        with troubles_named(file), engine.begin() as connection:
            node = Local(connection, "").get("node", Node)
    finally:
        engine.dispose()
    assert node is not None, "a store is named only once it has its node"
    return node.branch
