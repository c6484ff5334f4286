"""The board's voice: a call as clips, played in order by what the system brings.

No library of sound is loaded and no network asked. Clips are WAV files, one a letter, number or
phrase; an office's own recordings, of the same names in a folder of its own, come first.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from counter.files import resource

OWN = "sounds"  # the folder of an office's own recordings, within the board's
_CHIME = "chime"
_LONGEST_S = 20.0  # a sound system that hangs must not keep the board silent for ever
_PLAYERS = (["aplay", "-q"], ["pw-play"], ["paplay"])  # each plays WAV; the first takes many

_log = logging.getLogger(__name__)


def spoken(number: str, counter: int) -> list[str]:
    """The names of the clips that say a call: `A-017` at 3 is queue A 0 1 7 go counter 3."""
    said = [each for each in number.upper() if each.isascii() and each.isalnum()]
    return ["queue", *said, "go", "counter", *_whole(counter)]


def _whole(number: int) -> list[str]:
    if number <= 20 or number % 10 == 0:
        return [str(number)]
    return [str(number - number % 10), str(number % 10)]


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
        self._own = own
        self._play = play or player()

    def say(self, number: str, counter: int) -> None:
        """Say a call and wait until it is said; a PC without sound says nothing."""
        if not self._languages:
            return
        clips = [self._clip(_CHIME)]
        for language in self._languages:
            clips += [self._clip(language, name) for name in spoken(number, counter)]
        try:
            self._play([each for each in clips if each is not None])
        except (OSError, subprocess.SubprocessError) as error:  # the screen says it all the same
            _log.warning("no sound: %s", type(error).__name__)

    def _clip(self, *name: str) -> Path | None:
        *folders, last = name
        own = self._own.joinpath(*folders, f"{last}.wav")
        if own.is_file():
            return own
        shipped = resource("sounds", *folders, f"{last}.wav")
        return shipped if shipped.is_file() else None


def player() -> Callable[[Sequence[Path]], None]:
    """What plays WAV files here: Windows itself, or the system's own player."""
    if sys.platform == "win32":
        from counter.windows import play_sounds

        return play_sounds
    else:  # noqa: RET505 - a type checker for Windows passes over it
        for command in _PLAYERS:
            if found := shutil.which(command[0]):
                return _Player([found, *command[1:]])
        _log.info("no player of sound is installed: the board is silent")
        return _play_nothing


def _play_nothing(_clips: Iterable[Path]) -> None:
    """A PC without sound."""


class _Player:
    """A program that plays the files it is given and ends."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._many = Path(command[0]).name == "aplay"

    def __call__(self, clips: Sequence[Path]) -> None:
        for part in [clips] if self._many else [[each] for each in clips]:
            subprocess.run(  # noqa: S603 - a player of the system's, our own files
                [*self._command, *map(str, part)],
                check=True,
                capture_output=True,
                timeout=_LONGEST_S,
            )
