"""A disk as a lost power supply may leave it, rebuilt from the system calls of a program.

A SIGKILL keeps the page cache, so it cannot show a missing sync; this can. Whatever was written
and not synced may be there or not, in any order, torn at any sector. Names (files made, renamed,
removed) last once their folder is synced; before, they last in order, up to any point.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

SECTOR = 512
CALLS = (
    "openat", "close", "lseek", "write", "pwrite64", "writev", "pwritev", "ftruncate", "truncate",
    "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "dup", "dup2",
    "fallocate",
)  # fmt: skip
_LINE = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(?:\.\.\.)?')


class Call(NamedTuple):
    """One system call that did what it was asked to."""

    name: str
    arguments: str
    texts: tuple[bytes, ...]
    result: int


def record(command: Sequence[str], trace: Path, *, cwd: Path) -> None:
    """Run a program of one thread and write down what it asks of the disk."""
    wanted = f"trace={','.join(f'?{call}' for call in CALLS)}"  # some machines lack some
    subprocess.run(
        ["strace", "-xx", "-s", "16384", "-e", wanted, "-o", trace, *command],
        cwd=cwd,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def calls(trace: Path) -> Iterator[Call]:
    """Read a trace back."""
    with trace.open() as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is None or int(found[3]) < 0:
                continue
            texts = [bytes.fromhex(each.replace("\\x", "")) for each in _TEXT.findall(found[2])]
            yield Call(found[1], _TEXT.sub("", found[2]), tuple(texts), int(found[3]))


class File:
    """One file: what is on the platter, and what was written since its last sync."""

    def __init__(self) -> None:
        self.durable = bytearray()
        self.pending: list[tuple[int, bytes | None]] = []  # None: cut off there

    def sync(self) -> None:
        """Everything written lasts."""
        for change in self.pending:
            _apply(self.durable, change)
        self.pending.clear()

    def after_cut(self, random: Random) -> bytes:
        """What may be left of it."""
        left = bytearray(self.durable)
        some = [each for each in self.pending if random.random() < 0.5]
        random.shuffle(some)
        for start, data in some:
            if data is not None and len(data) > SECTOR and random.random() < 0.3:
                sectors = random.randrange(1, (len(data) - 1) // SECTOR + 1)
                _apply(left, (start, data[: SECTOR * sectors]))
            else:
                _apply(left, (start, data))
        return bytes(left)


def _apply(content: bytearray, change: tuple[int, bytes | None]) -> None:
    start, data = change
    if data is None:
        content.extend(bytes(max(0, start - len(content))))
        del content[start:]
    else:
        content.extend(bytes(max(0, start + len(data) - len(content))))
        content[start : start + len(data)] = data


class Disk:
    """The files of one folder.

    Args:
        folder: what else is written is no concern.
        passed_over: endings of names whose content does not matter: shared memory, spare room.
        deaf_to: endings of names whose syncs do nothing: a disk that lies.
    """

    def __init__(
        self, folder: Path, *, passed_over: tuple[str, ...], deaf_to: tuple[str, ...] = ()
    ) -> None:
        self._folder = str(folder)
        self._passed_over = passed_over
        self._deaf_to = deaf_to
        self._names: dict[str, File] = {}
        self._durable_names: dict[str, File] = {}
        self._pending_names: list[tuple[str, str, File]] = []  # old, new
        self._open: dict[int, tuple[str, File | None]] = {}
        self._offset: dict[int, int] = {}

    def take(self, call: Call) -> bytes | None:
        """Let one call happen; what it printed, if it did."""
        match call.name:
            case "openat":
                self._opened(call)
            case "close":
                self._open.pop(_first(call), None)
            case "lseek":
                self._offset[_first(call)] = call.result
            case "write" if _first(call) == 1:
                return call.texts[0]
            case "write" if _first(call) in self._open:
                start = self._offset.get(_first(call), 0)
                self._write(_first(call), start, call.texts[0])
                self._offset[_first(call)] = start + call.result
            case "pwrite64" if _first(call) in self._open:
                self._write(_first(call), int(call.arguments.split(",")[-1]), call.texts[0])
            case "ftruncate" if _first(call) in self._open:
                self._change(_first(call), (int(call.arguments.split(",")[-1]), None))
            case "fsync" | "fdatasync" if _first(call) in self._open:
                self._sync(_first(call))
            case "rename" | "renameat" | "renameat2":
                self._rename(call.texts[0].decode(), call.texts[1].decode())
            case "unlink" | "unlinkat":
                self._rename(call.texts[0].decode(), "")
            case "dup" | "dup2" | "write":
                assert _first(call) not in self._open
            case "pwrite64" | "ftruncate" | "fsync" | "fdatasync":
                pass  # of a file elsewhere
            case other:
                raise NotImplementedError(other)
        return None

    def after_cut(self, random: Random, where: Path) -> None:
        """Write the folder as it may be found."""
        names = dict(self._durable_names)
        for change in self._pending_names[: random.randint(0, len(self._pending_names))]:
            _name(names, change)
        where.mkdir()
        for name, file in names.items():
            if not name.endswith("-shm"):
                left = where / Path(name).name
                left.write_bytes(file.after_cut(random))
                left.chmod(0o600)

    def _opened(self, call: Call) -> None:
        self._open.pop(call.result, None)
        self._offset.pop(call.result, None)
        name = call.texts[0].decode()
        if name == self._folder:
            self._open[call.result] = (name, None)
        elif name.startswith(f"{self._folder}/"):
            if name not in self._names:
                self._rename("", name)
            self._open[call.result] = (name, self._names[name])
            if "O_TRUNC" in call.arguments:
                self._change(call.result, (0, None))

    def _rename(self, old: str, new: str) -> None:
        """Rename a file; make one where there is no old name, remove it where there is no new."""
        if not (new or old).startswith(f"{self._folder}/"):
            return
        file = self._names.pop(old) if old else File()
        self._pending_names.append((old, new, file))
        if new:
            self._names[new] = file

    def _write(self, handle: int, start: int, data: bytes) -> None:
        self._change(handle, (start, data))

    def _change(self, handle: int, change: tuple[int, bytes | None]) -> None:
        name, file = self._open[handle]
        assert file is not None
        if not name.endswith(self._passed_over):
            file.pending.append(change)

    def _sync(self, handle: int) -> None:
        name, file = self._open[handle]
        if file is None:
            for change in self._pending_names:
                _name(self._durable_names, change)
            self._pending_names.clear()
        elif not name.endswith(self._deaf_to or ("\0",)):
            file.sync()


def _first(call: Call) -> int:
    return int(call.arguments.split(",")[0])


def _name(names: dict[str, File], change: tuple[str, str, File]) -> None:
    old, new, file = change
    names.pop(old, None)
    if new:
        names[new] = file
