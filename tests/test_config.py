"""This PC's settings file: read, checked, and written without losing what people noted in it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.config import (
    Config,
    ConfigUnreadable,
    ConfigWrong,
    data_folder,
    read_config,
    write_config,
)
from counter.text import using


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_config(tmp_path) == Config()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    config = Config(
        counter=7,
        printer=r"folder:C:\Papers \"new\" # 1",
        paper="a5",
        language="en",
        backup_folder=str(tmp_path / "backups"),
        backup_keep=3,
        backup_hour=0,
        central_url="https://central.example:8443",
        log_level="debug",
    )

    write_config(tmp_path, config)

    assert read_config(tmp_path) == config


def test_each_line_of_a_new_file_says_what_it_is_for(tmp_path: Path) -> None:
    with using("en"):
        write_config(tmp_path, Config(counter=3))

    text = (tmp_path / "loket.toml").read_text()
    assert "# The number of the counter at this PC.\ncounter = 3\n" in text


def test_writing_keeps_what_people_noted_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "loket.toml"
    file.write_text("# Bu Sari's PC\ncounter = 3 # by the door\n\nprinter = 'none'\n")

    write_config(tmp_path, Config(counter=4, paper="a5"))

    text = file.read_text()
    assert text.startswith("# Bu Sari's PC\ncounter = 4 # by the door\n")
    assert read_config(tmp_path) == Config(counter=4, paper="a5")


@given(before=st.text(max_size=40), counter=st.integers(1, 99), printer=st.text(max_size=30))
def test_whatever_stood_there_the_new_settings_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, before: str, counter: int, printer: str
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    name = "".join(letter for letter in printer if letter.isprintable()).strip() or "x"
    config = Config(counter=counter, printer=f"folder:{name}")
    (folder / "loket.toml").write_text("# " + "".join(before.split()) + '\nprinter = """a\nb"""\n')

    write_config(folder, config)

    assert read_config(folder) == config


@pytest.mark.parametrize(
    ("line", "key", "expected"),
    [
        ("counter = 0", "counter", "a whole number from 1 to 99"),
        ("counter = true", "counter", "a whole number from 1 to 99"),
        ('counter = "3"', "counter", "a whole number from 1 to 99"),
        ('printer = "usb"', "printer", "folder:PATH, cups:NAME, windows:NAME, escpos:"),
        ('printer = "escpos:usb:4b8"', "printer", "folder:PATH, cups:NAME"),
        ('printer = "escpos:tcp:a b"', "printer", "folder:PATH, cups:NAME"),
        ('paper = "a4"', "paper", "80mm, 58mm or a5"),
        ('language = "fr"', "language", "id or en, or nothing"),
        ('backup_folder = "backups"', "backup_folder", "a whole path, or nothing"),
        ("backup_hour = 24", "backup_hour", "a whole number from 0 to 23"),
        ("backup_keep = 0", "backup_keep", "a whole number from 1 to 3650"),
        ('central_url = "central"', "central_url", "an address such as"),
        ('log_level = "loud"', "log_level", "debug, info, warning or error"),
        ('colour = "red"', "colour", "one of counter, printer"),
        ("counter =", "the file", "TOML in UTF-8"),
    ],
)
def test_a_wrong_file_names_file_key_and_what_was_expected(
    tmp_path: Path, line: str, key: str, expected: str
) -> None:
    file = tmp_path / "loket.toml"
    file.write_text(line)

    with using("en"), pytest.raises(ConfigWrong) as wrong:
        read_config(tmp_path)

    said = str(wrong.value)
    assert str(file) in said
    assert f"at {key}: expected {expected}" in said


def test_a_wrong_value_is_never_written(tmp_path: Path) -> None:
    write_config(tmp_path, Config(counter=3))

    with pytest.raises(ConfigWrong):
        write_config(tmp_path, msgspec.structs.replace(Config(), counter=0))

    assert read_config(tmp_path) == Config(counter=3)


def test_settings_that_are_no_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "loket.toml").mkdir()

    with pytest.raises(ConfigUnreadable):
        read_config(tmp_path)
    with pytest.raises(ConfigUnreadable):
        write_config(tmp_path, Config())


def test_the_data_folder_is_the_one_given_else_the_one_named_else_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOKET_DATA", str(tmp_path / "named"))

    assert data_folder(tmp_path / "given") == tmp_path / "given"
    assert data_folder() == tmp_path / "named"
    monkeypatch.delenv("LOKET_DATA")
    assert data_folder().name.lower() == "loket"
