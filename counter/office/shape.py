"""Whether a TOML file has the keys and types that a struct asks for, and where it has not.

msgspec stops at the first thing wrong and counts entries; people correct a file in one go and
know its entries by their ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields as struct_fields

from counter.text import _


class Problem(Struct, frozen=True):
    """One thing wrong in a file."""

    key: str  # services[ktp_new].fields[record_status].kind
    expected: str  # in the language read here
    found: str

    def __str__(self) -> str:
        """Say it in a line."""
        return _("{key}: expected {expected}, found {found}").format(
            key=self.key, expected=self.expected, found=self.found
        )


def shape_problems(value: Any, kind: Any, key: str = "") -> Iterator[Problem]:
    """Find what in `value`, as tomllib read it, is not of the shape that `kind` annotates.

    Understands what our structs use: structs, `tuple[T, ...]`, `Mapping[str, T]`, `T | None`,
    string enumerations, str, int and bool.
    """
    if get_origin(kind) in (UnionType, Union):  # every optional key: TOML has no null
        kind = next(each for each in get_args(kind) if each is not type(None))
    if get_origin(kind) is tuple:
        yield from _list_problems(value, get_args(kind)[0], key)
    elif get_origin(kind) is not None:
        yield from _mapping_problems(value, get_args(kind)[1], key)
    elif issubclass(kind, Struct):
        yield from _table_problems(value, kind, key)
    elif issubclass(kind, StrEnum):
        if value not in list(kind):
            yield Problem(key, _("one of {choices}").format(choices=", ".join(kind)), told(value))
    elif type(value) is not kind:  # True is an int, but not here
        yield Problem(key, _KINDS[kind](), told(value))


def _list_problems(value: Any, kind: Any, key: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(key, _("a list"), told(value))
        return
    for place, each in enumerate(value, 1):
        yield from shape_problems(each, kind, f"{key}[{_name(each, place)}]")


def _mapping_problems(value: Any, kind: Any, key: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(key, _("a table"), told(value))
        return
    for name, each in value.items():
        yield from shape_problems(each, kind, f"{key}.{name}")


def _table_problems(value: Any, kind: type[Struct], key: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(key, _("a table"), told(value))
        return
    known = {each.name: each for each in struct_fields(kind)}
    prefix = f"{key}." if key else ""
    for name in value:
        if name not in known:
            expected = _("one of {choices}").format(choices=", ".join(known))
            yield Problem(f"{prefix}{name}", expected, _("an unknown key"))
    hints = _hints(kind)
    for name, each in known.items():
        if name in value:
            yield from shape_problems(value[name], hints[name], f"{prefix}{name}")
        elif each.required:
            yield Problem(f"{prefix}{name}", _("a value"), _("nothing"))


_KINDS = {
    str: lambda: _("a text"),
    int: lambda: _("a whole number"),
    bool: lambda: _("true or false"),
}


@cache
def _hints(kind: type[Struct]) -> dict[str, Any]:
    return get_type_hints(kind)


def _name(value: Any, place: int) -> str:
    """Name an entry of a list as its author does: by its id, else by its place from 1."""
    own = value.get("id") if isinstance(value, dict) else None
    return own if isinstance(own, str) and own else f"#{place}"


def told(value: Any) -> str:
    """Say in a few words what stands in the file."""
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, dict):
        return _("a table")
    if isinstance(value, list):
        return _("a list")
    return str(value).lower() if isinstance(value, bool) else repr(value).strip("'")
