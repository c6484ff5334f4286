"""The board's voice: the right clips in the right order, and a board that goes on without any."""

from __future__ import annotations

import shutil
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path
from queue import Queue
from threading import Event, current_thread

import pytest

from counter.files import resource
from counter.office.catalogue import read_catalogue
from counter.office.voice import Clips, Guide, Title, Voice, clip_of, player, spoken


class Played:
    """What would have been heard."""

    def __init__(self) -> None:
        self.clips: list[Path] = []

    def __call__(self, clips: Sequence[Path]) -> None:
        """Hear them."""
        self.clips += clips

    def stop(self) -> None:
        """Nothing plays longer than the call."""

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
            assert 0.1 < opened.getnframes() / 16_000 < 9, clip.name


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


class Slow:
    """A player whose clips end when they are told to, or let go."""

    def __init__(self) -> None:
        self.begun: Queue[str] = Queue()
        self.ended: list[str] = []
        self._end = Event()

    def __call__(self, clips: Sequence[Path]) -> None:
        """Play until stopped."""
        self._end.clear()
        (clip,) = clips
        self.begun.put(clip.stem)
        assert self._end.wait(10)
        self.ended.append(clip.stem)

    def stop(self) -> None:
        """End it."""
        self._end.set()


def test_a_new_page_ends_what_was_said_of_the_one_before(tmp_path: Path) -> None:
    slow = Slow()
    guide = Guide(tmp_path, slow)

    guide.tell("id", ["services", "ktp-elektronik", "press", "1"])
    assert slow.begun.get(timeout=10) == "services"
    guide.tell("id", ["need"])

    assert slow.begun.get(timeout=10) == "need"
    guide.close()
    assert slow.ended == [
        "services",
        "need",
    ]  # one after the other, and nothing of the first's rest


def test_what_is_added_follows(tmp_path: Path) -> None:
    played = Played()
    guide = Guide(tmp_path, played)

    guide.tell("id", ["your-number", "A", "0", "1", "7", "next"])
    guide.add("id", ["take-ticket"])
    guide.finish()

    assert played.names == ["your-number", "A", "0", "1", "7", "next", "take-ticket"]


def test_whoever_tells_a_guide_looks_for_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking: set[str] = set()
    find = Clips.find

    def found(clips: Clips, *name: str) -> Path | None:
        looking.add(current_thread().name)
        return find(clips, *name)

    monkeypatch.setattr(Clips, "find", found)
    guide = Guide(tmp_path, Played())

    guide.tell("id", ["services", Title("no-such-title", ("service", "G"))])
    guide.finish()

    assert looking == {"guide_0"}


def test_javanese_borrows_from_indonesian_what_it_lacks(tmp_path: Path) -> None:
    clips = Clips(tmp_path).said("jv", ["your-number", "A", "7", "ktp-elektronik", "no-such-clip"])

    assert [each.parent.name for each in clips] == ["jv", "id", "jv", "id"]


@pytest.mark.parametrize(
    ("title", "clip"),
    [
        ("KTP elektronik", "ktp-elektronik"),
        ("KIA, IKD, dan lainnya", "kia-ikd-dan-lainnya"),
        ("Surat keterangan \u201cusaha\u201d (SKU)", "surat-keterangan-usaha-sku"),
    ],
)
def test_a_titles_clip_has_a_name_that_a_file_can_have(title: str, clip: str) -> None:
    assert clip_of(title) == clip


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("catalogue", ["dukcapil", "kelurahan"])
def test_every_service_we_ship_is_called_by_its_name(language: str, catalogue: str) -> None:
    found = read_catalogue(catalogue)
    titles = [each.title.in_language(language) for each in (*found.groups, *found.services)]

    clips = Clips(Path("nowhere"))

    assert [each for each in titles if not clips.said(language, [clip_of(each)])] == []


@pytest.mark.parametrize("clip", sorted(resource("sounds").rglob("*.wav")), ids=str)
def test_a_clip_is_heard_clear_and_at_once(clip: Path) -> None:
    samples = array("h")
    with wave.open(str(clip)) as opened:
        samples.frombytes(opened.readframes(opened.getnframes()))
    loudest = max(map(abs, samples))
    heard = [at for at, each in enumerate(samples) if abs(each) > loudest // 50]

    assert 32_768 * 0.4 < loudest <= 32_767 * 0.75  # -8 to -2.5 dB: loud, and never cut off
    assert heard[0] < 16_000 * 0.15  # no silence before it
    assert len(samples) - heard[-1] < 16_000 * 0.2  # nor after


@pytest.mark.skipif(
    shutil.which("aplay") is None, reason="no aplay here (apt-get install alsa-utils)"
)
def test_the_systems_own_player_plays_every_clip_in_order(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    heard = tmp_path / "heard.raw"
    (tmp_path / ".asoundrc").write_text(
        'pcm.!default { type plug slave.pcm "kept" }\n'
        f'pcm.kept {{ type file slave.pcm "null" file "|cat >> {heard}" format "raw" }}\n'
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    voice = Voice(["id", "en"], tmp_path / "own")
    calls = [("A-017", 3), ("B2-003", 12), ("C-100", 34)]

    for number, counter in calls:
        voice.say(number, counter)

    clips = Clips(tmp_path / "own")
    played, at, longest_silence = heard.read_bytes(), 0, 0
    for number, counter in calls:
        chime = clips.find("chime")
        assert chime is not None
        names = spoken(number, counter)
        for clip in (chime, *clips.said("id", names), *clips.said("en", names)):
            with wave.open(str(clip)) as opened:
                frames = opened.readframes(opened.getnframes())
            found = played.find(frames, at)
            assert found >= 0, clip.name  # skipped, cut short, or spoken into
            longest_silence = max(longest_silence, found - at)
            at = found + len(frames)
    assert longest_silence < 2 * 16_000 * 0.3
    assert not any(played[at:])
