"""The board's voice: the right clips in the right order, and a board that goes on without any."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from pathlib import Path

import pytest

from counter.files import resource
from counter.office.voice import Voice, player, spoken


class Played:
    """What would have been heard."""

    def __init__(self) -> None:
        self.clips: list[Path] = []

    def __call__(self, clips: Sequence[Path]) -> None:
        """Hear them."""
        self.clips += clips

    @property
    def names(self) -> list[str]:
        """The clips by name."""
        return [each.stem for each in self.clips]


@pytest.mark.parametrize(
    ("number", "counter", "clips"),
    [
        ("A-017", 3, "queue A 0 1 7 go counter 3"),
        ("B2-003", 12, "queue B 2 0 0 3 go counter 12"),
        ("A-100", 20, "queue A 1 0 0 go counter 20"),
        ("A-100", 34, "queue A 1 0 0 go counter 30 4"),
        ("A-100", 90, "queue A 1 0 0 go counter 90"),
    ],
)
def test_a_call_is_said_figure_by_figure(number: str, counter: int, clips: str) -> None:
    assert spoken(number, counter) == clips.split()


def test_a_call_begins_with_the_chime_and_is_said_in_each_language(tmp_path: Path) -> None:
    played = Played()

    Voice(["id", "en"], tmp_path, played).say("A-017", 3)

    said = spoken("A-017", 3)
    assert played.names == ["chime", *said, *said]
    assert [each.parent.name for each in played.clips[1:]] == ["id"] * len(said) + ["en"] * len(
        said
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_number_and_counter_has_its_clips(language: str) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names = {name for n in range(1, 100) for name in spoken(f"{letters}-0123456789", n)}

    missing = {each for each in names if not resource("sounds", language, f"{each}.wav").is_file()}

    assert missing == set()


def test_every_clip_is_small_and_of_one_kind() -> None:
    for clip in resource("sounds").rglob("*.wav"):
        with wave.open(str(clip)) as opened:
            assert (opened.getframerate(), opened.getnchannels(), opened.getsampwidth()) == (
                16_000,
                1,
                2,
            )
            assert 0.1 < opened.getnframes() / 16_000 < 2.5, clip.name


def test_an_offices_own_recording_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = tmp_path / "id" / "queue.wav"
    own.parent.mkdir()
    own.write_bytes(b"RIFF")
    played = Played()

    Voice(["id"], tmp_path, played).say("A-017", 3)

    assert played.clips[1] == own
    assert tmp_path not in played.clips[2].parents


def test_a_silent_board_asks_nothing_of_the_pc(tmp_path: Path) -> None:
    played = Played()

    Voice([], tmp_path, played).say("A-017", 3)

    assert played.clips == []


def test_a_pc_without_a_player_says_nothing_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("shutil.which", lambda _name: None)

    Voice(["id"], tmp_path, player()).say("A-017", 3)


def test_a_player_that_fails_is_noted_and_the_board_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("shutil.which", lambda _name: "/bin/false")

    Voice(["id"], tmp_path, player()).say("A-017", 3)

    assert "no sound" in caplog.text
