"""A file written durably is whole, private from its first byte, and alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from counter.files import write_durably


def test_a_written_file_holds_exactly_the_new_content(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"a longer, older paper")

    write_durably(tmp_path / "paper.pdf", b"new")

    assert (tmp_path / "paper.pdf").read_bytes() == b"new"


def test_a_file_gets_the_mode_asked_for(tmp_path: Path) -> None:
    write_durably(tmp_path / "paper.pdf", b"", mode=0o640)

    assert stat.S_IMODE((tmp_path / "paper.pdf").stat().st_mode) == 0o640


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()

    with pytest.raises(IsADirectoryError):
        write_durably(tmp_path / "taken", b"new")

    assert [file.name for file in tmp_path.iterdir()] == ["taken"]
