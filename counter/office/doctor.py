"""How this PC's Loket is, in words: the store, the disk, the printer, the line, the clock, backups.

For `loket doctor` and the administrator's page alike. It reads beside whoever owns the store and
changes nothing; what it cannot find out it says.
"""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from counter import __version__
from counter.clock import Clock
from counter.config import Config, read_config
from counter.domain.numbers import ticket_number
from counter.errors import LoketError
from counter.office.backup import backup_state
from counter.office.day import DayAdvice, day_advice
from counter.text import N_, _, count, decimal, duration, short_date

if TYPE_CHECKING:
    from counter.store.work import Node, Reading
    from counter.sync.link import Link

LITTLE_DISK, NO_DISK = 1_000_000_000, 200_000_000  # bytes free
LATE_BACKUP_S, OLD_BACKUP_S = 26 * 3600, 72 * 3600
KNOCK_S = 3.0


class Health(StrEnum):
    """How something is."""

    GOOD = "good"
    LOOK = "look_at_it"
    BAD = "trouble"


HEALTH_WORDS = (N_("good"), N_("look at it"), N_("trouble"))


class Finding(Struct, frozen=True):
    """One thing looked at, in the language read here."""

    subject: str
    health: Health
    figure: str
    next_step: str = ""


def examine(folder: Path, clock: Clock) -> list[Finding]:
    """Look at everything this PC's Loket needs; may wait some seconds for a network or printer."""
    from counter.office import board_node

    found = [Finding(_("Version"), Health.GOOD, __version__)]
    try:
        config = read_config(folder)
    except LoketError as error:
        found.append(_told(_("Settings"), error))
        config = Config()
    found.append(_disk(folder))
    found += _store(folder, config, clock)
    found += _hub_here(folder, clock)
    if folder.name != board_node.FOLDER:  # it prints nothing
        found.append(_printer(config))
    return found


def stores_in(folder: Path) -> list[Path]:
    """The folders to examine in a data folder: a counter's own, the kiosk's and the board's.

    Returns:
        Those that have a store; where there is none at all, the data folder itself.
    """
    from counter.office import board_node, kiosk_node
    from counter.store.store import DATABASE

    there = (folder, folder / kiosk_node.FOLDER, folder / board_node.FOLDER)
    return [each for each in there if (each / DATABASE).exists()] or [folder]


def _store(folder: Path, config: Config, clock: Clock) -> Iterator[Finding]:
    from counter.office import board_node
    from counter.store.checks import looking
    from counter.store.settings import OfficeNotSetUp

    subject = _("Store")
    try:
        with looking(folder, clock.now_ms()) as (node, reading):
            try:
                name = reading.settings.office().name
            except OfficeNotSetUp as error:
                yield _told(subject, error, Health.LOOK)
                return
            admitted = reading.settings.node(node.id)
            is_public = admitted is not None and not admitted.sees_people
            if is_public and node.lane.startswith(board_node.LANE):
                where = "{office}"
            elif is_public:  # it stands at no counter, and what it has the hub has
                where = _("{office}, lane {lane}")
            else:
                where = _("{office}, counter {counter}, lane {lane}")
            where = where.format(office=name, counter=config.counter, lane=_lane(node.lane))
            yield Finding(subject, Health.GOOD, where)
            yield _clock(reading)
            yield from _lines(node, reading)
            if not is_public:
                yield _backup(reading, config)
    except LoketError as error:
        yield _told(subject, error)


def _lane(lane: str) -> str:
    """A lane as people meet it: by the look of its numbers."""
    return _("{lane} (as in {number})").format(
        lane=lane or _("bare"), number=ticket_number("A", lane, 1)
    )


def _told(subject: str, error: LoketError, health: Health = Health.BAD) -> Finding:
    message = error.message()
    return Finding(subject, health, message.happened, message.do_next)


def _disk(folder: Path) -> Finding:
    place = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(place).free
    figure = _("{gigabytes} GB free").format(gigabytes=decimal(free / 1e9, places=1))
    health = Health.GOOD
    if free < LITTLE_DISK:
        health = Health.BAD if free < NO_DISK else Health.LOOK
    step = "" if health is Health.GOOD else _("Free some space on the disk.")
    return Finding(_("Disk"), health, figure, step)


def _clock(reading: Reading) -> Finding:
    advice, shown = day_advice(reading)
    figure = short_date(shown)
    if advice is not DayAdvice.ASK:
        return Finding(_("Clock"), Health.GOOD, figure)
    day = reading.settings.day()
    assert day is not None, "only a day that was opened can disagree"
    figure = _("{shown}, while the office's day is {day}").format(
        shown=figure, day=short_date(date.fromisoformat(day))
    )
    return Finding(_("Clock"), Health.LOOK, figure, _("Correct the computer's date."))


def _lines(node: Node, reading: Reading) -> Iterator[Finding]:
    from counter.sync.peers import central_of, hub_of

    hub, central = hub_of(reading, node.id), central_of(reading)
    if hub is not None:
        step = _("No answer from the hub. Every counter goes on by itself; start the hub's PC.")
        yield _line(_("Hub"), hub, node, reading, step)
    if central is not None:
        step = _("No answer from central: check the network. Work goes on; all is sent later.")
        yield _line(_("Line"), central, node, reading, step)
    elif hub is None:
        step = _(
            "Join central when there is one: Administration, Central, or"
            " loket enrol CODE --central URL"
        )
        works = _("this office works without a central")
        yield Finding(_("Line"), Health.GOOD, works, step)


def _hub_here(folder: Path, clock: Clock) -> Iterator[Finding]:
    """The hub's process, where this PC is the hub or still serves as one that was replaced."""
    from counter.office.hub_here import is_here, running

    subject = _("Hub of this computer")
    try:
        leads, here = is_here(folder, clock), running(folder)
    except LoketError as error:
        yield _told(subject, error)
        return
    if here is not None and here.leads and leads:  # its desk may have heard of a later one
        yield Finding(subject, Health.GOOD, _("runs at {url}").format(url=here.url))
    elif here is not None:
        figure = _("runs, while another computer is the hub now")
        step = _("Once all counters have followed, end it at Administration, Hub.")
        yield Finding(subject, Health.LOOK, figure, step)
    elif leads:
        step = _("Open Loket here, or start it at Administration, Hub. Counters go on.")
        yield Finding(subject, Health.BAD, _("does not run"), step)


def _line(subject: str, link: Link, node: Node, reading: Reading, step: str) -> Finding:
    from counter.store.vectors import backlog

    told = reading.local.peer_heads(link.peer)
    waiting = backlog(reading.connection, reading.branch, node.id, told).events
    figure = _("{url}, {waiting} waiting to be sent").format(url=link.url, waiting=count(waiting))
    if _answers(link.url):
        return Finding(subject, Health.GOOD, figure)
    return Finding(subject, Health.LOOK, figure, step)


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=KNOCK_S).close()
    except OSError:
        return False
    return True


def _backup(reading: Reading, config: Config) -> Finding:
    subject, state = _("Backup"), backup_state(reading)
    age_s = None if state.made_ms is None else max(0, reading.now_ms - state.made_ms) / 1000
    figure = _("none yet")
    if age_s is not None:
        figure = _("{age} old: {file}").format(age=duration(age_s), file=state.file)
    if state.trouble:
        step = _("Connect the disk or free room on it, then make the backup again.")
        return Finding(subject, Health.BAD, f"{figure}; {state.words}", step)
    if not config.backup_folder:
        step = _("Choose a folder: Administration, This computer, or backup_folder in loket.toml.")
        return Finding(subject, Health.LOOK, figure, step)
    if age_s is not None and age_s <= LATE_BACKUP_S:
        return Finding(subject, Health.GOOD, figure)
    old = age_s is not None and age_s > OLD_BACKUP_S
    step = _("Make one now: loket backup")
    return Finding(subject, Health.BAD if old else Health.LOOK, figure, step)


def _printer(config: Config) -> Finding:
    from counter.printing.printers import printer_from

    subject = _("Printer")
    try:
        health = printer_from(config.printer).health()
    except LoketError as error:
        return _told(subject, error)
    if health.ready:
        return Finding(subject, Health.GOOD, health.words)
    return Finding(subject, Health.LOOK, health.words, _("Numbers still show on the screen."))
