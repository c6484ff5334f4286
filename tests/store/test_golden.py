"""The store of every release opens in this one and means what it meant."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from counter.domain import bodies
from counter.domain.events import decode_event
from counter.store.practice import NotForPractice
from counter.store.store import Store
from tests.office.building import BRANCH
from tests.store.golden import FOLDER, ROWS, told

RELEASES = sorted(each.name for each in FOLDER.iterdir() if each.is_dir())


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A release's store, copied: it is never written to."""
    folder = tmp_path / "store"
    shutil.copytree(FOLDER / request.param, folder)
    (folder / "store.key").chmod(0o600)
    return folder


def test_a_store_of_every_release_opens_and_folds_to_the_rows_it_had(release: Path) -> None:
    before = json.loads((release / ROWS).read_text())
    store = Store.open(release)

    as_found = told(store)
    store.replay(store.node.branch)
    replayed = told(store)
    store.close()

    assert as_found == replayed
    for table, rows in before.items():
        # later releases may add columns, and kinds
        now = [
            {name: row[name] for name in was}
            for was, row in zip(rows, replayed[table], strict=True)
        ]
        assert now == rows


def test_nothing_that_a_release_wrote_is_passed_over(release: Path) -> None:
    store = Store.open(release)

    passed_over = [
        event.kind
        for event in (decode_event(each.data) for each in store.after(BRANCH, {}, limit=10_000))
        if bodies.says_more(event)
    ]

    store.close()
    assert passed_over == []


def test_an_older_store_that_is_not_for_practice_is_not_even_brought_up_to_date(
    release: Path,
) -> None:
    before = (release / "loket.db").read_bytes()

    with pytest.raises(NotForPractice):
        Store.open(release, practice=True)

    assert (release / "loket.db").read_bytes() == before
    assert list(release.glob("*.before-*")) == []


def test_every_kind_of_the_first_release_is_in_its_store() -> None:
    rows = json.loads((FOLDER / "0.1" / ROWS).read_text())

    kinds = {row["kind"] for row in rows["kinds"]}

    assert kinds <= {kind for kind, _version in bodies.kinds()}
    assert len(kinds) == 25
