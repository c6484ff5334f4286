"""A second instance: it is told so, harms nothing, and may start once the first has ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from counter.clock import VirtualClock
from counter.office import queue
from counter.store.backup import verify
from counter.store.store import DATABASE, Store, read_key
from counter.store.troubles import StoreInUse
from tests.fault.stores import check, said
from tests.office.building import KTP, an_office, at

HOLD = """
import sys
from pathlib import Path
from counter.store.store import Store
store = Store.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def second(folder: Path, checkout: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.fault.station", folder, "1", "5"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_second_instance_is_told_and_harms_nothing(tmp_path: Path, checkout: Path) -> None:
    office = an_office(tmp_path / "store", VirtualClock(at(8)))
    office.act(queue.issue_ticket, service=KTP)

    refused = second(tmp_path / "store", checkout)

    assert (refused.returncode, refused.stdout) == (3, "trouble store-in-use -\n")
    assert office.act(queue.issue_ticket, service=KTP).number == "A-002"
    office.close()
    after = second(tmp_path / "store", checkout)
    assert after.returncode == 0
    check(tmp_path / "store", said(after.stdout.splitlines(keepends=True))[:-1])


def test_one_process_opens_a_store_once(tmp_path: Path) -> None:
    Store.create(tmp_path / "store", branch="3171-06", lane="").close()
    store = Store.open(tmp_path / "store")

    with pytest.raises(StoreInUse):
        Store.open(tmp_path / "store")

    store.close()
    Store.open(tmp_path / "store").close()


def test_a_killed_owner_leaves_no_lock(tmp_path: Path, checkout: Path) -> None:
    Store.create(tmp_path / "store", branch="3171-06", lane="").close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path / "store"],
        cwd=checkout,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "open\n"
        with pytest.raises(StoreInUse):
            Store.open(tmp_path / "store")

        os.kill(owner.pid, signal.SIGKILL)

    Store.open(tmp_path / "store").close()


def test_looking_beside_the_owner_disturbs_nobody(tmp_path: Path) -> None:
    office = an_office(tmp_path / "store", VirtualClock(at(8)))
    office.act(queue.issue_ticket, service=KTP)

    events = verify(tmp_path / "store" / DATABASE, read_key(tmp_path / "store"))

    assert events == office.maintain(
        lambda store: len(store.after(store.node.branch, {}, limit=1000))
    )
    assert office.act(queue.issue_ticket, service=KTP).number == "A-002"
    office.close()
