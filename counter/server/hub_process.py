"""The branch's hub as a process: founded, served, asked by commands of the same PC.

Commands ask the running one; where none runs they open its store themselves.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from counter.clock import Clock, SystemClock
from counter.domain import bodies
from counter.errors import LoketError
from counter.office.founding import FOLDER, found_hub
from counter.office.instance import Owner, ask_owner
from counter.office.office import CallersThread, Office
from counter.server.beacon import Beacon
from counter.server.folder import CERTIFICATE, Certificate
from counter.server.hub import Hub
from counter.server.serving import ENDS_WITHIN_S, EVERYWHERE, Serving
from counter.store.store import DATABASE, Store
from counter.sync.discovery import lan_addresses
from counter.sync.engine import Engine
from counter.sync.link import is_loopback
from counter.text import N_

PORT = 8471
_NAME = "Loket hub"
_ANSWERS_FIRST_S = 0.2  # whoever asks it to end is told so

_log = logging.getLogger(__name__)


class NoHubHere(LoketError):
    """This PC has never been the hub."""

    happened = N_("This computer is not the office's hub.")
    safe = N_("Nothing was changed.")
    do_next = N_("Make it the hub with `loket hub`, or go to the computer that is.")


class HubNodeUnknown(LoketError):
    """No such node has joined."""

    happened = N_("No computer {node} has joined this hub.")
    safe = N_("Nothing was changed.")
    do_next = N_("List the computers that have joined: loket hub nodes")


def run_hub(
    data: Path,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    promoted: bool = False,
    on_ready: Callable[[str, bool], None] | None = None,
    clock: Clock | None = None,
) -> None:
    """Make this PC the branch's hub and serve it until it is told to end.

    This PC's desk joins it by itself; the others are told by central, or join by a code.

    Args:
        data: the data folder of this PC.
        promoted: also in the place of another that was promoted since this was the hub.
        on_ready: hears the address, and whether this is the branch's hub.

    Raises:
        NoOfficeHere, PortTaken, and what `Store.open` raises
    """
    time, folder = clock or SystemClock(), data / FOLDER
    fresh = _found(data, time)
    with ExitStack() as ending:
        office = Office(
            lambda: Store.open(folder),
            writer=ThreadPoolExecutor(1, thread_name_prefix="writer"),
            clock=time,
        )
        office.open()
        ending.callback(office.close)
        certificate = None if is_loopback(host) else Certificate(folder, _NAME)
        hub = Hub(office, certificate=certificate.der if certificate else b"")
        ending.callback(hub.close)
        engine = Engine(office, relays=True)
        ending.callback(engine.stop)
        addresses = lan_addresses if host in EVERYWHERE else lambda: (host,)
        serving = Serving(
            hub,
            host=host,
            port=port,
            shown=next(iter(addresses()), None),
            tls=certificate.tls if certificate else None,
        )
        ready_at: list[str] = []
        owner = Owner(folder, _handlers(hub, engine) | _while_running(hub, serving, ready_at))
        owner.start()
        ending.callback(owner.stop)

        anew, beacon = promoted or fresh, None
        if certificate is not None:  # loopback is nobody else's to find
            beacon = Beacon(hub, serving.port, addresses=addresses)
            ending.callback(beacon.stop)
            if not anew:  # it may have been replaced meanwhile, and give a number twice
                beacon.listen()

        def ready(url: str) -> None:
            leads = hub.become_hub(url, promoted=anew)
            engine.start()
            if beacon is not None:
                beacon.start()
            ready_at.append(url)
            if leads:  # beside the server, which it asks
                own = threading.Thread(target=_join_own, args=(data, hub, url, time), daemon=True)
                own.start()
                ending.callback(own.join, ENDS_WITHIN_S)  # the desk may wait for this very hub
            if on_ready is not None:
                on_ready(url, leads)

        serving.run(ready)


def code(data: Path, lane: str | None = None) -> str:
    """A one-time code for the branch's next node. Raises NoHubHere, and what `Store.open` does."""
    return str(_ask(data, "code", {"lane": lane}))


def nodes(data: Path) -> list[tuple[str, str, bool]]:
    """Every node the branch's hubs have let in: id, lane, whether it was removed again.

    Raises:
        NoHubHere, and what `Store.open` raises
    """
    listed = _ask(data, "nodes", {})
    return [(str(node), str(lane), bool(gone)) for node, lane, gone, _sees, _is_hub in listed]


def revoke(data: Path, node: str) -> None:
    """Let a node in no more. Raises NoHubHere, HubNodeUnknown, and what `Store.open` does."""
    _ask(data, "revoke", {"node": node})


def take_lane(data: Path) -> None:
    """Let this PC's hub give the numbers without a lane; whose they were is let in no more.

    Raises:
        NoHubHere, NotTheHub, LaneGivenToday, LaneHeld, and what `Store.open` does
    """
    _ask(data, "take_lane", {})


def join(data: Path, url: str, code_text: str) -> None:
    """Join central by its one-time code; the branch's nodes hear where it is.

    Raises:
        NoHubHere, BranchDiffers, and what `client.enrol` raises
    """
    _ask(data, "join", {"url": url, "code": code_text})


def _handlers(hub: Hub, engine: Engine) -> dict[str, Callable[[dict[str, Any]], Any]]:
    def listed(_facts: dict[str, Any]) -> list[tuple[str, str, bool, bool, bool]]:
        admitted: list[bodies.NodeAdmitted] = hub.office.read(_admitted)
        return [  # a hub was let in by its own PC, without a token
            (each.node, each.lane, each.revoked, each.sees_people, not each.token_hash)
            for each in admitted
        ]

    def revoked(facts: dict[str, Any]) -> None:
        if not hub.revoke(str(facts["node"])):
            raise HubNodeUnknown(node=str(facts["node"]))

    def joined(facts: dict[str, Any]) -> None:
        hub.name_central(engine.join(str(facts["url"]), str(facts["code"])).link)

    return {
        "code": lambda facts: hub.new_code(facts.get("lane")),
        "take_lane": lambda _facts: hub.take_bare_lane(),
        "nodes": listed,
        "revoke": revoked,
        "join": joined,
    }


def _while_running(
    hub: Hub, serving: Serving, ready_at: list[str]
) -> dict[str, Callable[[dict[str, Any]], Any]]:
    """What only a hub that serves can be asked.

    Args:
        ready_at: its address, once it is ready.
    """

    def state(_facts: dict[str, Any]) -> dict[str, Any] | None:
        if not ready_at:
            return None
        promoted = hub.promoted
        url = promoted.url if promoted is not None else ready_at[0]
        return {"node": hub.node.id, "url": url, "leads": promoted is not None}

    def promote(_facts: dict[str, Any]) -> bool:
        return bool(ready_at) and hub.become_hub(ready_at[0], promoted=True)

    def end(_facts: dict[str, Any]) -> None:
        threading.Timer(_ANSWERS_FIRST_S, serving.end).start()

    return {"state": state, "promote": promote, "end": end}


def _admitted(reading: Any) -> list[bodies.NodeAdmitted]:
    found: list[bodies.NodeAdmitted] = reading.settings.nodes()
    return found


def _ask(data: Path, name: str, facts: dict[str, Any]) -> Any:
    folder = data / FOLDER
    if not (folder / DATABASE).exists():
        raise NoHubHere
    heard, answer = ask_owner(folder, name, facts)
    if heard:
        return answer
    with _closed_office(folder, SystemClock()) as office:
        der = Certificate(folder, _NAME).der if (folder / CERTIFICATE).exists() else b""
        hub, engine = Hub(office, certificate=der), Engine(office, relays=True)
        try:
            return _handlers(hub, engine)[name](facts)
        finally:
            engine.stop()
            hub.close()


def _found(data: Path, clock: Clock) -> bool:
    """Make the hub's store where there is none; whether it was made."""
    folder = data / FOLDER
    if (folder / DATABASE).exists():
        return False
    if not ask_owner(data, "found_hub")[0]:
        with _closed_office(data, clock) as office:
            found_hub(office, folder)
    return True


def _join_own(data: Path, hub: Hub, url: str, clock: Clock) -> None:
    """Let this PC's own desk join, whether it is open now or not."""
    try:
        facts = {"url": url, "code": hub.new_code()}
        if ask_owner(data, "enrol", facts)[0]:
            return
        with _closed_office(data, clock) as office:
            engine = Engine(office)
            try:
                engine.join(url, facts["code"])
            finally:
                engine.stop()
    except LoketError as error:  # the hub serves the others meanwhile
        _log.warning("this PC's desk has not joined its hub: %s", error.code)


@contextmanager
def _closed_office(folder: Path, clock: Clock) -> Iterator[Office]:
    office = Office(lambda: Store.open(folder), writer=CallersThread(), clock=clock)
    office.open()
    try:
        yield office
    finally:
        office.close()
