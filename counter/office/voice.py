"""What a board and a kiosk say: sentences as clips, played in order by what the system brings.

No library of sound is loaded and no network asked. Clips are WAV files, one a letter, number or
phrase; an office's own recordings, of the same names in a folder of its own, come first.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, Protocol

from counter.files import resource
from counter.text import INDONESIAN, JAVANESE

OWN = "sounds"  # the folder of an office's own recordings, within the board's or the kiosk's
_CHIME = "chime"
_LONGEST_S = 20.0  # a sound system that hangs must not keep the board silent for ever
_PLAYERS = (["aplay", "-q"], ["pw-play"], ["paplay"])  # each plays WAV; the first takes many
_INSTEAD = {JAVANESE: INDONESIAN}  # a language that lacks a clip borrows it here

_log = logging.getLogger(__name__)


def spoken(number: str, counter: int) -> list[str]:
    """The names of the clips that say a call: `A-017` at 3 is queue A 0 1 7 go counter 3."""
    return ["queue", *figures(number), "go", "counter", *whole(counter)]


def figures(number: str) -> list[str]:
    """The clips that say a ticket's number, letter by letter and figure by figure."""
    return [each for each in number.upper() if each.isascii() and each.isalnum()]


def whole(number: int) -> list[str]:
    """The clips that say how many, up to 99; of more nothing is said."""
    if number > 99:
        return []
    if number <= 20 or number % 10 == 0:
        return [str(number)]
    return [str(number - number % 10), str(number % 10)]


def clip_of(title: str) -> str:
    """The name of the clip that says a title: `KTP elektronik` is `ktp-elektronik`."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(each if each.isalnum() else " " for each in plain).split())


class Title(NamedTuple):
    """What is called by its name where somebody has recorded that, else by other clips."""

    clip: str
    otherwise: tuple[str, ...]


Spoken = str | Title


class Plays(Protocol):
    """Plays WAV files; one that does not work raises OSError or SubprocessError."""

    def __call__(self, clips: Sequence[Path]) -> None:
        """Play these in order, and wait for the end of the last."""

    def stop(self) -> None:
        """Let what is playing end now; from another thread."""


class Clips:
    """Where each clip lies.

    Args:
        own: the folder of an office's own recordings, which need not exist.
    """

    def __init__(self, own: Path) -> None:
        self._own = own

    def find(self, *name: str) -> Path | None:
        """The file of a clip by its folders and name; None: nobody has recorded it."""
        *folders, last = name
        for place in (self._own, resource("sounds")):
            found = place.joinpath(*folders, f"{last}.wav")
            if found.is_file():
                return found
        return None

    def said(self, language: str, names: Iterable[Spoken]) -> list[Path]:
        """The clips that say these in a language; what nobody has recorded is left out."""
        found = (self._of(language, each) for each in self.chosen(language, names))
        return [each for each in found if each is not None]

    def chosen(self, language: str, names: Iterable[Spoken]) -> list[str]:
        """The names of these clips, each title's own or those in its place."""
        chosen: list[str] = []
        for each in names:
            if isinstance(each, str):
                chosen.append(each)
            else:
                has_own = self._of(language, each.clip) is not None
                chosen += [each.clip] if has_own else each.otherwise
        return chosen

    def _of(self, language: str, name: str) -> Path | None:
        return self.find(language, name) or self.find(_INSTEAD.get(language, language), name)


class Voice:
    """Says calls, one after another; never two at once, since it returns when it has ended.

    Args:
        languages: each call is said in these, in this order; none: nothing is ever said.
        own: the folder of an office's own recordings, which need not exist.
        play: plays WAV files in order and waits for their end.
    """

    def __init__(
        self,
        languages: Sequence[str],
        own: Path,
        play: Callable[[Sequence[Path]], None] | None = None,
    ) -> None:
        self._languages = tuple(languages)
        self._clips = Clips(own)
        self._play = play or player()

    def say(self, number: str, counter: int) -> None:
        """Say a call and wait until it is said; a PC without sound says nothing."""
        if not self._languages:
            return
        chime = self._clips.find(_CHIME)
        clips = [chime] if chime is not None else []
        for language in self._languages:
            clips += self._clips.said(language, spoken(number, counter))
        _play(self._play, clips)


class Guide:
    """Reads a kiosk's pages to a citizen; a new page ends what was said of the one before.

    Args:
        own: as for a voice.
        play: plays WAV files.
    """

    def __init__(self, own: Path, play: Plays | None = None) -> None:
        self._clips = Clips(own)
        self._play = play or player()
        self._one = ThreadPoolExecutor(1, thread_name_prefix="guide")  # never two at once
        self._turn = 0
        self._turning = threading.Lock()

    @property
    def has_sound(self) -> bool:
        """Whether this PC can be heard."""
        return not isinstance(self._play, _Nothing)

    def tell(self, language: str, names: Sequence[Spoken]) -> None:
        """Say these clips instead of whatever is being said; returns at once."""
        with self._turning:
            self._turn += 1
        self._play.stop()
        self.add(language, names)

    def add(self, language: str, names: Sequence[Spoken]) -> None:
        """Say these clips after what is being said; returns at once."""
        if names:
            self._one.submit(self._say, self._turn, language, names)

    def hush(self) -> None:
        """Say nothing more of this page."""
        self.tell("", [])

    def close(self) -> None:
        """End, in the midst of a word."""
        self.hush()
        self.finish()

    def finish(self) -> None:
        """Say what there is to say, and nothing after it."""
        self._one.shutdown(wait=True)

    def _say(self, turn: int, language: str, names: Sequence[Spoken]) -> None:
        # one by one: between two it may be told to say something else
        for clip in self._clips.said(language, names):
            if turn != self._turn or not _play(self._play, [clip]):
                return


def _play(play: Callable[[Sequence[Path]], None], clips: Sequence[Path]) -> bool:
    """Whether it was heard; where it was not, the screen says it all the same."""
    try:
        play(clips)
    except (OSError, subprocess.SubprocessError) as error:
        _log.warning("no sound: %s", type(error).__name__)
        return False
    return True


def player() -> Plays:
    """What plays WAV files here: Windows itself, or the system's own player."""
    if sys.platform == "win32":
        from counter.windows import Sounds

        return Sounds()
    else:  # noqa: RET505 - a type checker for Windows passes over it
        for command in _PLAYERS:
            if found := shutil.which(command[0]):
                return _Player([found, *command[1:]])
        _log.info("no player of sound is installed: nothing is said")
        return _Nothing()


class _Nothing:
    """A PC without sound."""

    def __call__(self, clips: Sequence[Path]) -> None:
        """Nothing."""

    def stop(self) -> None:
        """Nothing."""


class _Player:
    """A program that plays the files it is given and ends."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._many = Path(command[0]).name == "aplay"
        self._running: subprocess.Popen[bytes] | None = None

    def __call__(self, clips: Sequence[Path]) -> None:
        for part in [clips] if self._many else [[each] for each in clips]:
            running = subprocess.Popen(  # noqa: S603 - a player of the system's, our own files
                [*self._command, *map(str, part)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self._running = running
            try:
                code = running.wait(_LONGEST_S)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
                raise
            if code > 0:  # below: it was stopped
                raise subprocess.CalledProcessError(code, self._command)

    def stop(self) -> None:
        running = self._running
        if running is not None and running.poll() is None:
            running.terminate()
