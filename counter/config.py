"""This PC's own settings: one TOML file, `loket.toml`, in the data folder.

What the whole office shares is configuration too, but stands in the store as events; who central
is and the token for it are the store's as well. Here is only what may differ from PC to PC.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from counter.errors import LoketError
from counter.files import write_durably
from counter.text import LANGUAGES, N_, _

FILE = "loket.toml"
FOLDER_VARIABLE = "LOKET_DATA"
PAPERS = ("80mm", "58mm", "a5")
LOG_LEVELS = ("debug", "info", "warning", "error")
MOST_COUNTERS = 99

_PRINTER = re.compile(
    r"none|folder:.+|cups:[^\s/#-][^\s/#]*|windows:.+"
    r"|escpos:(tcp:[^\s/:]+(:\d{1,5})?|tcp:\[[0-9A-Fa-f:.]+\](:\d{1,5})?"
    r"|usb:[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}|windows:.+|file:.+)"
)
_HOST = re.compile(r"[0-9A-Za-z.:-]+")
_URL = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")


class ConfigWrong(LoketError):
    """The settings file says something that cannot be."""

    happened = N_("The settings in {file} are wrong at {key}: expected {expected}, found {found}.")
    safe = N_("Nothing was opened or changed.")
    do_next = N_("Correct that line of the file, then start Loket again.")


class ConfigUnreadable(LoketError):
    """The settings file is there but cannot be read or written."""

    happened = N_("The settings file {file} cannot be used: {reason}.")
    safe = N_("Nothing was opened or changed.")
    do_next = N_("Ask IT to give this account access to the file.")


class Config(Struct, frozen=True):
    """What one PC has of its own."""

    counter: int = 1
    printer: str = "none"
    paper: str = "80mm"
    language: str = ""  # empty: as the system speaks
    backup_folder: str = ""  # empty: none are made
    backup_keep: int = 14
    backup_hour: int = 16  # by the branch's clock
    central_url: str = ""
    hub_host: str = ""  # empty: this PC is no hub that its desk starts
    hub_port: int = 8471
    log_level: str = "info"


class _Rule(Struct, frozen=True):
    """What one key is for and what it may hold; both are translation keys."""

    about: str
    expected: str
    holds: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable()


def _whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _one_of(*choices: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in choices


def _like(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: _is_text(value) and pattern.fullmatch(value) is not None


_RULES = {
    "counter": _Rule(
        N_("The number of the counter at this PC."),
        N_("a whole number from 1 to 99"),
        _whole(1, MOST_COUNTERS),
    ),
    "printer": _Rule(
        N_("Where papers come out: folder:PATH, cups:NAME, windows:NAME, escpos:… or none."),
        N_(
            "folder:PATH, cups:NAME, windows:NAME, escpos:tcp:HOST:PORT, "
            "escpos:usb:VENDOR:PRODUCT, escpos:windows:NAME, escpos:file:PATH or none"
        ),
        _like(_PRINTER),
    ),
    "paper": _Rule(
        N_("The paper in the printer: 80mm, 58mm or a5."),
        N_("80mm, 58mm or a5"),
        _one_of(*PAPERS),
    ),
    "language": _Rule(
        N_("The language of windows and messages: id or en; empty follows the system."),
        N_("id or en, or nothing"),
        _one_of("", *LANGUAGES),
    ),
    "backup_folder": _Rule(
        N_("Where the daily backup goes, best another disk; empty makes none."),
        N_("a whole path, or nothing"),
        lambda value: _is_text(value) and (not value or Path(value).expanduser().is_absolute()),
    ),
    "backup_keep": _Rule(
        N_("How many backups are kept."),
        N_("a whole number from 1 to 3650"),
        _whole(1, 3650),
    ),
    "backup_hour": _Rule(
        N_("The hour of the daily backup, by the branch's clock."),
        N_("a whole number from 0 to 23"),
        _whole(0, 23),
    ),
    "central_url": _Rule(
        N_("The address of central, offered when this PC is enrolled."),
        N_("an address such as https://central.example:8443, or nothing"),
        lambda value: value == "" or _like(_URL)(value),
    ),
    "hub_host": _Rule(
        N_("The address at which this PC serves as the office's hub; empty: it is not the hub."),
        N_("0.0.0.0 for the office's network, 127.0.0.1 for this computer alone, or nothing"),
        lambda value: value == "" or _like(_HOST)(value),
    ),
    "hub_port": _Rule(
        N_("The port of the hub."), N_("a whole number from 1 to 65535"), _whole(1, 65535)
    ),
    "log_level": _Rule(
        N_("How much is logged: debug, info, warning or error."),
        N_("debug, info, warning or error"),
        _one_of(*LOG_LEVELS),
    ),
}


def data_folder(given: Path | None = None) -> Path:
    """Find the data folder: as given, else `LOKET_DATA`, else the system's place for it.

    On Windows that is one for the whole PC: every clerk's account works on the same store.
    """
    if given is not None:
        return given.expanduser().absolute()
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).expanduser().absolute()
    import platformdirs

    if sys.platform == "win32":
        return platformdirs.site_data_path("Loket", appauthor=False)
    return platformdirs.user_data_path("loket", appauthor=False)


def read_config(folder: Path) -> Config:
    """Read this PC's settings; without a file, the defaults.

    Raises:
        ConfigWrong: with the first thing that is wrong.
        ConfigUnreadable: the file is there and may not be read.
    """
    text = _text_of(folder / FILE)
    return Config() if text is None else _parsed(text, folder / FILE)


def write_config(folder: Path, config: Config) -> None:
    """Write this PC's settings, whole or not at all; what people noted in the file stays.

    Raises:
        ConfigWrong: a value that could not be read back; nothing was written.
        ConfigUnreadable: the file may not be written.
    """
    file = folder / FILE
    refuse_wrong(config, file)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = _text_of(file)
        content = _rewritten(text, config) if text is not None else _fresh(config)
        write_durably(file, content.encode(), mode=0o644)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigUnreadable(file=str(file), reason=reason) from error


def _text_of(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise ConfigWrong(
            file=str(file), key=_("the file"), expected=_("TOML in UTF-8"), found=error.reason
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigUnreadable(file=str(file), reason=reason) from error


def _parsed(text: str, file: Path) -> Config:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigWrong(
            file=str(file), key=_("the file"), expected=_("TOML in UTF-8"), found=str(error)
        ) from error
    _refuse_wrong(values, file)
    return Config(**values)


def wrong_in(values: dict[str, Any]) -> tuple[str, str, str] | None:
    """The first setting that cannot be: its key, what was expected, what was found."""
    for key, value in values.items():
        rule = _RULES.get(key)
        if rule is None:
            choices = ", ".join(_RULES)
            return key, _("one of {choices}").format(choices=choices), _("an unknown key")
        if not rule.holds(value):
            return key, _(rule.expected), str(value)
    return None


def refuse_wrong(config: Config, file: Path) -> None:
    """Raise ConfigWrong where settings hold a value that could not be read back from a file."""
    _refuse_wrong(msgspec.structs.asdict(config), file)


def _refuse_wrong(values: dict[str, Any], file: Path) -> None:
    if wrong := wrong_in(values):
        key, expected, found = wrong
        raise ConfigWrong(file=str(file), key=key, expected=expected, found=found)


def _fresh(config: Config) -> str:
    parts = [
        f"# {_(rule.about)}\n{key} = {_toml(getattr(config, key))}\n"
        for key, rule in _RULES.items()
    ]
    return "\n".join(parts)


def _rewritten(text: str, config: Config) -> str:
    """Change only the lines whose value changed; a file too clever for that is written anew."""
    for key, rule in _RULES.items():
        line = f"{key} = {_toml(getattr(config, key))}"
        found = re.compile(rf"^{key}[ \t]*=[^\n#]*?(?=[ \t]*(#[^\n]*)?$)", re.MULTILINE)
        if found.search(text):
            text = found.sub(line.replace("\\", r"\\"), text, count=1)
        elif getattr(config, key) != getattr(Config(), key):
            text = f"{text.rstrip()}\n\n# {_(rule.about)}\n{line}\n".lstrip()
    try:
        same = Config(**tomllib.loads(text)) == config
    except (tomllib.TOMLDecodeError, TypeError):
        same = False
    return text if same else _fresh(config)


def _toml(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
