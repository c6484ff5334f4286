"""The commands of central, hub and board, and joining them."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter.shell import Here
from tests.cli.running import Loket


# --- central ----------------------------------------------------------------------------------
@pytest.fixture
def central(loket: Loket) -> Iterator[str]:
    """The address of a central, a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "counter", "central", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=loket.home,
        env=loket.environment,
    )
    assert process.stdout is not None
    yield process.stdout.readline().split(" answers at ")[1].split(". ")[0]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode in (0, -signal.SIGTERM)


def test_a_pc_joins_a_running_central_by_its_code(office: Loket, central: str) -> None:
    code = office.done("central", "code", "3171-06").strip()

    assert "has joined central" in office.done("enrol", code, "--central", central)

    assert f'central_url = "{central}"' in (office.data / "loket.toml").read_text()
    branch, node = office.done("central", "nodes").split()[:2]
    assert "is let in no more" in office.done("central", "revoke", branch, node)
    assert "removed" in office.done("central", "nodes")
    branch, secret, mark = code.split("/")
    assert "does not accept this code" in office.refused("enrol", f"{branch}/{secret[::-1]}/{mark}")


def test_a_central_is_backed_up_while_it_runs_and_put_back_once_it_ended(
    office: Loket, central: str
) -> None:
    code = office.done("central", "code", "3171-06").strip()

    said = office.done("central", "backup", "copies")

    assert "0 events, read back whole." in said
    copy = said.split(": 0 events")[0]
    assert "already open" in office.refused("central", "restore", copy)
    office.done("enrol", code, "--central", central)
    assert "sends again what central lacks" in office.done("central", "restore")


def test_a_set_up_file_can_join_a_branch(office: Loket, central: str) -> None:
    first, second = (office.done("central", "code", "3171-06").strip() for _ in range(2))
    office.done("enrol", first, "--central", central)
    (office.home / "join.toml").write_text(
        f'counter = 4\n[central]\nurl = "{central}"\ncode = "{second}"\n'
    )

    said = office.done("setup", "join.toml", "--data", "pc2", "--sheet", "pc2.pdf")

    assert "3171-06 is set up in" in said


def test_a_central_that_cannot_reach_its_database_leaves_nothing_behind(loket: Loket) -> None:
    said = loket.refused("central", "--database", "postgresql://127.0.0.1:1/loket")

    assert "cannot be opened" in said
    assert not loket.data.exists()


def test_central_keeps_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_DATA", str(tmp_path))

    assert Here().central == tmp_path / "central"
    assert Here(given=tmp_path / "there").central == tmp_path / "there"


# --- the hub ----------------------------------------------------------------------------------
@contextmanager
def a_hub(office: Loket) -> Iterator[str]:
    """The hub of the office's PC, a process of its own; its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "counter", "hub", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=office.home,
        env=office.environment,
    )
    assert process.stdout is not None
    yield process.stdout.readline().split(" answers at ")[1].split(". ")[0]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode in (0, -signal.SIGTERM)


def test_a_hub_lets_a_kiosk_in_and_out_again(office: Loket) -> None:
    with a_hub(office) as url:
        code = office.done("hub", "code").strip()
        office.done("kiosk", "join", code, "--hub", url, given="2580\n")
        lanes = [each.split()[:2] for each in office.done("hub", "nodes").splitlines()]
        kiosk = next(node for node, lane in lanes if lane == "3")

        assert "is let in no more" in office.done("hub", "revoke", kiosk)

        listed = office.done("hub", "nodes").splitlines()
        assert [each.split()[0] for each in listed if "removed" in each] == [kiosk]
        assert "No computer NOBODY has joined" in office.refused("hub", "revoke", "NOBODY")


def test_the_doctor_says_whether_the_hub_of_this_pc_runs(office: Loket) -> None:
    before = office("doctor").stdout
    with a_hub(office) as url:
        serving = office("doctor").stdout

    assert "Hub of this computer" not in before
    assert f"runs at {url}" in serving
    assert "does not run" in office("doctor").stdout


def test_a_board_says_how_to_join_before_it_opens(loket: Loket) -> None:
    assert "loket board join CODE --hub URL" in loket.refused("board")
    assert not (loket.data / "board").exists()
