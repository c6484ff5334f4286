"""A small day run for real: processes, HTTP, a kill, papers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counter.cli import loket
from counter.demo.day import DayAsked, DayDone, run_day
from counter.shell import run

SEED, STATIONS, VISITORS = 5, 2, 24


def small_day(out: Path, told: list[str] | None = None) -> DayDone:
    asked = DayAsked(SEED, STATIONS, out, visitors=VISITORS, pictures=False)
    heard = [] if told is None else told
    return run_day(asked, tell=heard.append)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("day")


@pytest.fixture(scope="module")
def done(out: Path) -> DayDone:
    return small_day(out)


def lasting(result: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in result.items() if name != "elapsed_s"}
    kept["sync"] = {name: at for name, at in result["sync"].items() if name != "bytes_sent"}
    kept["hub"] = {name: at for name, at in result["hub"].items() if "_ms_" not in name}
    return kept


def test_a_day_with_hub_and_central_gone_in_the_middle_holds(done: DayDone) -> None:
    assert [each.name for each in done.checks if not each.holds] == []
    assert done.result["tickets"]["issued"] == VISITORS
    assert done.result["outage"]["tickets_during"] > 0
    assert done.result["sync"]["bytes_sent"] > 0
    assert done.result["sync"]["missing"] == done.result["sync"]["duplicated"] == 0
    assert done.result["conflicts"] == 0
    assert (done.result["hub"]["outages"], done.result["hub"]["promotions"]) == (1, 1)
    assert done.result["hub"]["reservations"] > VISITORS / 2
    assert 0 < done.result["hub"]["reservation_ms_p50"] <= done.result["hub"]["reservation_ms_p99"]
    assert done.result["calls"]["double_started"] == 0
    assert done.result["board"]["announced"] > VISITORS / 2
    assert done.result["board"]["lost"] == 0


def test_what_a_day_leaves_behind_is_what_it_says(out: Path, done: DayDone) -> None:
    told = json.loads((out / "day.json").read_text())
    papers = [file.read_bytes() for file in (out / "receipts").glob("*.pdf")]

    assert told == done.result
    assert len(papers) == told["receipts"]["issued"] == told["receipts"]["distinct_numbers"]
    assert all(paper.startswith(b"%PDF") for paper in papers)
    assert len(list((out / "tickets").glob("*.pdf"))) == told["tickets"]["issued"]
    assert sum(told["tickets"].values()) == 2 * told["tickets"]["issued"]


def test_two_runs_of_one_seed_agree_and_a_lost_paper_fails_the_second(
    done: DayDone, tmp_path: Path
) -> None:
    class Thief(list[str]):
        def append(self, line: str) -> None:
            if line.startswith("13.00"):
                next((tmp_path / "receipts").glob("*.pdf")).unlink()

    again = small_day(tmp_path, Thief())

    assert lasting(again.result) == lasting(done.result)
    assert [each.name for each in again.checks if not each.holds] == ["a paper for every receipt"]
    assert not again.holds


def test_one_pc_alone_gets_its_hub_back_without_a_promotion(tmp_path: Path) -> None:
    alone = run_day(
        DayAsked(SEED, 1, tmp_path, visitors=8, pictures=False), tell=lambda _line: None
    )

    assert [each.name for each in alone.checks if not each.holds] == []
    assert (alone.result["hub"]["outages"], alone.result["hub"]["promotions"]) == (1, 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--day", "--stations", "0"],
        ["--day", "--stations", "many"],
        ["--day", "--seed", "x"],
        ["--day", "--nonsense"],
        ["--seed", "3"],
        ["--json"],
    ],
)
def test_a_wrong_option_gets_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(loket, ["demo", *arguments])

    said = capsys.readouterr()
    assert code == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


def test_a_day_is_not_written_over_somebodys_receipts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "receipts").mkdir()
    theirs = tmp_path / "receipts" / "theirs.pdf"
    theirs.write_bytes(b"dear")

    code = run(loket, ["demo", "--day", "--out", str(tmp_path)])

    assert code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert theirs.read_bytes() == b"dear"


def test_a_day_is_not_written_into_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("")

    code = run(loket, ["demo", "--day", "--out", str(tmp_path / "taken")])

    assert code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
