"""The hub on this PC, as its desk sees it: looked at, begun, kept running, ended.

The hub is a process of its own, `loket hub`, and outlives the desk: whoever closes or crashes a
window takes no counter its hub. The desk starts it where the settings say that this PC is the hub
(`hub_host`) and none runs, at its own start and whenever it has ended since; the lock of the hub's
store keeps a second one out. It ends when an administrator ends it, or with the PC.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from counter.clock import Clock
from counter.config import Config
from counter.errors import LoketError
from counter.office.administration import administrator
from counter.office.founding import FOLDER
from counter.office.instance import OwnerFailed, ask_owner
from counter.text import N_, _, language

if TYPE_CHECKING:
    from counter.office.station import Station
    from counter.store.work import Reading

EVERYWHERE, THIS_PC = "0.0.0.0", "127.0.0.1"  # noqa: S104 - what a hub may listen on
KEEPS_EVERY_S, TRIES_AGAIN_S = 10.0, 60.0
STARTS_WITHIN_S = 60.0  # the first time it copies the whole store
ENDS_WITHIN_S = 15.0
HUB, COUNTER, KIOSK, BOARD = N_("Hub"), N_("Counter"), N_("Kiosk"), N_("Board")
_ANSWERS_WITHIN_S = 5.0
_LOOKS_EVERY_S = 0.2
_SAID = "hub-start.txt"  # what the process said before it could answer, in the folder of the logs

_log = logging.getLogger(__name__)


class HubNotStarted(LoketError):
    """The process ended, or never answered."""

    happened = N_("The hub did not start on this computer: {reason}")
    safe = N_("Counters go on by themselves; nothing is lost.")
    do_next = N_("Put that right, then start it again here. Another port: hub_port in loket.toml.")


class HubSilent(LoketError):
    """It is to be asked something, and does not run."""

    happened = N_("The hub of this computer does not answer.")
    safe = N_("Nothing was changed.")
    do_next = N_("Start it at Administration, Hub, then do it again.")


class HubStays(LoketError):
    """It was asked to end, and goes on."""

    happened = N_("The hub of this computer has not ended.")
    safe = N_("It goes on serving the counters.")
    do_next = N_("Wait a minute and end it again, or restart the computer.")


class Leader(Struct, frozen=True):
    """The branch's hub, as this PC has heard."""

    node: str
    url: str
    since_ms: int


class Running(Struct, frozen=True):
    """The hub's process on this PC."""

    node: str
    url: str
    leads: bool  # else another one was promoted since

    @property
    def is_alone(self) -> bool:
        """Whether it serves this PC only: nothing else is unencrypted."""
        return self.url.startswith("http://")


class HubNode(Struct, frozen=True):
    """A node that the branch's hubs have let in."""

    id: str
    lane: str
    kind: str  # HUB, COUNTER, KIOSK or BOARD; a translation key
    removed: bool
    here: bool  # this PC's own


class HubView(Struct, frozen=True):
    """What there is to know of the hub at one PC."""

    leader: Leader | None  # None: the branch never had one
    running: Running | None
    is_here: bool  # the leader is this PC's, running or not
    nodes: tuple[HubNode, ...] = ()  # while it runs and leads

    @property
    def lane(self) -> str:
        """Of the numbers that this PC's hub gives; empty: the bare one, or it gives none."""
        own = self.running.node if self.running is not None else None
        return next((each.lane for each in self.nodes if each.id == own), "")


# --- looking ----------------------------------------------------------------------------------
def look(station: Station) -> HubView:
    """The hub as it is now.

    Raises:
        NobodySignedIn, NotAllowed, and what the hub refuses with
    """
    administrator(station.office)
    office, folder = station.office, station.folder
    leader, own = office.read(stands_at), office.maintain(lambda store: store.node.id)
    here = running(folder)
    if here is not None and here.leads:  # the desk may not have heard of it yet
        return HubView(leader, here, is_here=True, nodes=_nodes(folder, own))
    return HubView(leader, here, is_here=bool(is_here(folder, office.clock)))


def running(folder: Path) -> Running | None:
    """The hub's process on this PC; None where none is ready to answer.

    Args:
        folder: the data folder.
    """
    try:
        _heard, answer = ask_owner(folder / FOLDER, "state", patience_s=_ANSWERS_WITHIN_S)
    except OwnerFailed:
        return None
    return None if answer is None else msgspec.convert(answer, Running)


def is_here(folder: Path, clock: Clock) -> bool | None:
    """Whether this PC's hub is the branch's, running or not; None where it never was one.

    Its own store and its desk's are both asked: either may have heard of a later one alone.

    Raises:
        What `checks.looking` raises
    """
    from counter.store.checks import looking
    from counter.store.store import DATABASE

    if not (folder / FOLDER / DATABASE).exists():
        return None
    now_ms = clock.now_ms()
    with looking(folder / FOLDER, now_ms) as (own, reading):
        told = [reading.settings.hub()]
    with looking(folder, now_ms) as (_desk, reading):
        told.append(reading.settings.hub())
    epochs = [(each.number, each.node) for each in told if each is not None]
    return bool(epochs) and max(epochs)[1] == own.id


def stands_at(reading: Reading) -> Leader | None:
    """The branch's hub as this PC has heard; None where it never had one."""
    from counter.domain.bodies import HubPromoted

    standing = reading.settings.hub()
    if standing is None:
        return None
    epoch = (standing.number, standing.node)
    said = [
        fact.at_ms
        for fact in reading.facts("hub")
        if isinstance(fact.body, HubPromoted) and (fact.body.number, fact.body.node) == epoch
    ]
    return Leader(standing.node, standing.url, since_ms=min(said))


def _nodes(folder: Path, own: str) -> tuple[HubNode, ...]:
    listed = _ask(folder, "nodes")
    found = []
    for node, lane, removed, sees, is_hub in listed:
        here = node == own  # a hub's own PC has no token either, until its desk joins
        kind = _kind(lane, is_hub=is_hub and not here, sees=sees)
        found.append(HubNode(node, lane, kind, removed, here=here))
    return tuple(found)


def _kind(lane: str, *, is_hub: bool, sees: bool) -> str:
    from counter.office import board_node

    if is_hub:
        return HUB
    if sees:
        return COUNTER
    return BOARD if lane.startswith(board_node.LANE) else KIOSK


# --- acting -----------------------------------------------------------------------------------
def lead(station: Station, host: str) -> None:
    """Make this PC the branch's hub, in the place of any other; from now on its desk keeps it.

    Args:
        host: what it listens on: EVERYWHERE, or THIS_PC for nobody else's counter.

    Raises:
        NobodySignedIn, NotAllowed, HubNotStarted, HubSilent
    """
    administrator(station.office)
    here = running(station.folder)
    if here is None:
        start(station.folder, host, station.config.hub_port, promoted=True)
    elif not here.leads:
        _ask(station.folder, "promote")
    station.change(hub_host=host)


def start_again(station: Station) -> None:
    """Start the hub that this PC is; raises as `lead`."""
    administrator(station.office)
    host = station.config.hub_host or EVERYWHERE
    start(station.folder, host, station.config.hub_port)
    station.change(hub_host=host)


def end(station: Station) -> None:
    """End this PC's hub, and keep it no more.

    Raises:
        NobodySignedIn, NotAllowed
        HubStays, OwnerFailed: it goes on; the desk starts it no more once it has ended.
    """
    administrator(station.office)
    station.change(hub_host="")
    heard, _answer = ask_owner(station.folder / FOLDER, "end", patience_s=_ANSWERS_WITHIN_S)
    until_s = time.monotonic() + ENDS_WITHIN_S
    while heard and _is_open(station.folder):
        if time.monotonic() > until_s:
            raise HubStays
        time.sleep(_LOOKS_EVERY_S)


def new_code(station: Station) -> tuple[str, str]:
    """A one-time code for the next PC, and the address that is typed with it.

    Raises:
        NobodySignedIn, NotAllowed, HubSilent
    """
    administrator(station.office)
    here = running(station.folder)
    if here is None:
        raise HubSilent
    return str(_ask(station.folder, "code", {"lane": None})), here.url


def take_lane(station: Station) -> None:
    """Let this PC's hub give the numbers without a lane, in the place of one gone for good.

    Raises:
        NobodySignedIn, NotAllowed, HubSilent, NotTheHub, LaneGivenToday, LaneHeld
    """
    administrator(station.office)
    _ask(station.folder, "take_lane")


def revoke(station: Station, node: str) -> None:
    """Let a node in no more. Raises NobodySignedIn, NotAllowed, HubSilent, HubNodeUnknown."""
    administrator(station.office)
    _ask(station.folder, "revoke", {"node": node})


def start(folder: Path, host: str, port: int, *, promoted: bool = False) -> Running:
    """Start the hub's process, where none runs, and wait until it answers.

    Args:
        promoted: in the place of another one too.

    Raises:
        HubNotStarted
    """
    if (here := running(folder)) is not None:
        return here
    said = folder / "log" / _SAID
    arguments = ["--language", language(), "hub", *(["promote"] if promoted else [])]
    arguments += ["--data", str(folder), "--host", host, "--port", str(port)]
    try:
        said.parent.mkdir(parents=True, exist_ok=True)
        with said.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own program
                _command(*arguments),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                **_apart(),
            )
    except OSError as error:
        raise HubNotStarted(reason=error.strerror or str(error)) from error
    threading.Thread(target=process.wait, name="hub-process", daemon=True).start()
    until_s = time.monotonic() + STARTS_WITHIN_S
    while (here := running(folder)) is None:
        if process.returncode is not None:
            raise HubNotStarted(reason=_last_line(said))
        if time.monotonic() > until_s:
            reason = _("it has not answered for {n} seconds.").format(n=round(STARTS_WITHIN_S))
            raise HubNotStarted(reason=reason)
        time.sleep(_LOOKS_EVERY_S)
    return here


class HubKeeper:
    """Starts this PC's hub wherever it is to run and does not, until stopped; the hub stays.

    Args:
        config: this PC's settings as they are now.
    """

    def __init__(self, folder: Path, config: Callable[[], Config]) -> None:
        self._folder = folder
        self._config = config
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hub-keeper", daemon=True)

    def begin(self) -> None:
        """Keep it from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Keep it no more."""
        self._stopped.set()
        self._thread.join(timeout=1)  # a start under way ends by itself

    def _run(self) -> None:
        pause_s = 0.0
        while not self._stopped.wait(pause_s):
            pause_s = KEEPS_EVERY_S
            try:
                self._keep()
            except LoketError as error:  # the hub's page and `loket doctor` show that it is not
                pause_s = TRIES_AGAIN_S
                _log.warning("the hub was not started: %s", error)
            # the desk goes on; without this thread nobody would start the hub again
            except Exception:  # noqa: BLE001
                pause_s = TRIES_AGAIN_S
                _log.exception("a bug in keeping the hub")

    def _keep(self) -> None:
        if not self._config().hub_host or running(self._folder) or _is_open(self._folder):
            return
        config = self._config()  # as it is once none runs: whoever ended it changed it first
        if config.hub_host:
            start(self._folder, config.hub_host, config.hub_port)


def _ask(folder: Path, name: str, facts: dict[str, Any] | None = None) -> Any:
    heard, answer = ask_owner(folder / FOLDER, name, facts)
    if not heard:
        raise HubSilent
    return answer


def _is_open(folder: Path) -> bool:
    """Whether some process has the hub's store, ready to answer or not."""
    from counter.store.lock import StoreLock
    from counter.store.troubles import StoreInUse

    try:
        StoreLock(folder / FOLDER).close()
    except StoreInUse:
        return True
    except OSError:  # there is none yet
        return False
    return False


def _command(*arguments: str) -> list[str]:
    """This program with other arguments; a bundle is the program itself."""
    frozen = getattr(sys, "frozen", False)
    return [sys.executable, *([] if frozen else ["-m", "counter"]), *arguments]


def _apart() -> dict[str, Any]:
    """What makes a process outlive the one that starts it."""
    if sys.platform == "win32":
        alone = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        return {"creationflags": alone}
    else:  # noqa: RET505 - each system's types see only their own half
        return {"start_new_session": True}


def _last_line(said: Path) -> str:
    lines = said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1].removeprefix("loket: ") if lines else _("it ended without a word.")
