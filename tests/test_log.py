"""The log and the last resort for bugs."""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path
from threading import Thread

import pytest

from counter import log


def written(folder: Path) -> str:
    return (folder / "loket.log").read_text(encoding="utf-8")


def test_a_record_is_one_line_in_utc_with_its_thread(tmp_path: Path) -> None:
    with log.start(tmp_path / "new"):
        logging.getLogger("counter.sync").info("batch %s sent", 7)

    line = written(tmp_path / "new")
    assert line.endswith(" INFO MainThread counter.sync: batch 7 sent\n")
    assert line.split(" ")[0].endswith("Z")


def test_a_nik_that_slipped_in_is_struck_out(tmp_path: Path) -> None:
    with log.start(tmp_path):
        logging.getLogger("any").warning("refused 3174015208910001, receipt 0123456789")

    assert "refused ****************, receipt 0123456789" in written(tmp_path)


@pytest.mark.expected_error_logs
def test_a_bug_on_the_main_thread_is_logged_whole_and_handed_on(tmp_path: Path) -> None:
    bugs: list[BaseException] = []
    bug = RuntimeError("the drawer is stuck at 3174015208910001")

    with log.start(tmp_path, on_bug=bugs.append):
        sys.excepthook(type(bug), bug, None)

    assert bugs == [bug]
    assert "RuntimeError: the drawer is stuck at ****************" in written(tmp_path)


@pytest.mark.expected_error_logs
def test_a_bug_on_another_thread_is_caught_too(tmp_path: Path) -> None:
    bugs: list[BaseException] = []

    def fail() -> None:
        raise RuntimeError("far away")

    with log.start(tmp_path, on_bug=bugs.append):
        thread = Thread(target=fail, name="writer")
        thread.start()
        thread.join()

    assert [str(bug) for bug in bugs] == ["far away"]
    assert "CRITICAL writer" in written(tmp_path)
    assert "in fail" in written(tmp_path)


@pytest.mark.expected_error_logs
@pytest.mark.qt_no_exception_capture
def test_without_a_window_a_bug_is_also_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bug = RuntimeError("seen")

    with log.start(tmp_path):
        sys.excepthook(type(bug), bug, None)

    assert "RuntimeError: seen" in capsys.readouterr().err


@pytest.mark.qt_no_exception_capture
def test_interrupting_from_the_keyboard_is_no_bug(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = KeyboardInterrupt()

    with log.start(tmp_path):
        logging.getLogger("any").info("started")
        sys.excepthook(type(stop), stop, None)

    assert "CRITICAL" not in written(tmp_path)
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_warnings_go_to_the_log(tmp_path: Path) -> None:
    with log.start(tmp_path), warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old way", UserWarning, stacklevel=1)

    assert "UserWarning: old way" in written(tmp_path)


def test_a_log_that_cannot_be_opened_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "loket.log").mkdir()

    with pytest.raises(OSError, match=r"loket\.log"):
        log.start(tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
def test_a_full_disk_leaves_the_log_quiet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "loket.log").symlink_to("/dev/full")

    with log.start(tmp_path):
        logging.getLogger("any").info("started")

    assert capsys.readouterr().err == ""


def test_ending_it_puts_everything_back(tmp_path: Path) -> None:
    before = (sys.excepthook, logging.getLogger().level, list(logging.getLogger().handlers))

    log.start(tmp_path).close()

    after = (sys.excepthook, logging.getLogger().level, list(logging.getLogger().handlers))
    assert after == before
